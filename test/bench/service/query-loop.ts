import { Agent } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoClient, MAX_SOCKETS } from '../../../service/store/dynamo-client';
import { queryAll } from '../../../service/store/query-all';
import type { QueryClient } from './measured-protocol';

const TABLE = { table: 'kapok-guangdong-facts', keyName: 'person' };
const REGION = 'ap-southeast-1';

/** Asks the store what a code asks it, and does nothing else. */
export class QueryLoop {
  private readonly asks: Readonly<Record<QueryClient, (key: string) => Promise<unknown>>>;

  constructor() {
    const httpAgent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
    const plain = new DynamoDBClient({ region: REGION, requestHandler: { httpAgent } });
    const documents = DynamoDBDocumentClient.from(plain);
    const { queries } = createDynamoClient({ region: REGION });
    this.asks = {
      default: (key) => queryAll(documents, { ...TABLE, key }),
      queries: (key) => queries.items({ ...TABLE, key }),
    };
  }

  /** Asks so many times, so many at once. */
  async run(client: QueryClient, count: number, atOnce: number): Promise<void> {
    let left = count;
    const one = async () => {
      while (left > 0) {
        left -= 1;
        await this.asks[client](`person#${left}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, one));
  }
}
