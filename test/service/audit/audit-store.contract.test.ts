import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GENESIS, seal, verifyChain } from '../../../service/audit/audit-entry';
import type { IAuditStore } from '../../../service/audit/audit-store';
import { DynamoAuditStore } from '../../../service/audit/dynamo-audit-store';
import { createDynamoClient } from '../../../service/store/dynamo-client';
import { StoreUnavailableError } from '../../../service/store/store-error';
import { createTable, type LocalServer, startDynamo } from '../fixtures/aws';
import { MemoryAuditStore } from '../fixtures/memory-audit-store';

const REGION = 'ap-southeast-1';
let dynamo: LocalServer;
let raw: DynamoDBClient;

beforeAll(async () => {
  dynamo = await startDynamo();
  process.env.AWS_ENDPOINT_URL = dynamo.url;
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
  raw = new DynamoDBClient({ region: REGION });
  await createTable(raw, 'facts', ['person', 'fact']);
});

afterAll(async () => {
  raw.destroy();
  await dynamo.close();
});

const AT = '2022-01-10T00:31:00.000Z';

function chainOf(name: string) {
  const chain = `audit#ap-southeast-1#${name}#${AT}`;
  const anchor = seal({
    chain,
    seq: 0,
    at: AT,
    content: { action: 'anchor', after: { chain: 'before', seq: 3 } },
    previous: GENESIS,
  });
  const reading = seal({
    chain,
    seq: 1,
    at: AT,
    content: {
      action: 'look-up',
      channel: 'suikang',
      staff: 'nurse-1',
      purpose: 'no-phone',
      person: 'abc',
    },
    previous: anchor.hash,
  });
  return { chain, anchor, reading };
}

describe.each<[string, () => IAuditStore]>([
  ['DynamoDB', () => new DynamoAuditStore(createDynamoClient({ region: REGION }), 'facts')],
  ['memory', () => new MemoryAuditStore()],
])('the audit in %s', (name, create) => {
  test('a chain comes back as it was written, in order and intact', async () => {
    const { chain, anchor, reading } = chainOf(`whole-${name}`);
    const store = create();
    expect(await store.append(reading)).toBe('stored');
    expect(await store.append(anchor)).toBe('stored');
    const entries = await store.entriesOf(chain);
    expect(entries).toEqual([anchor, reading]);
    expect(verifyChain(entries).intact).toBe(true);
  });

  test('fails to take a place twice, even with the same entry', async () => {
    const { chain, anchor } = chainOf(`twice-${name}`);
    const store = create();
    expect(await store.append(anchor)).toBe('stored');
    expect(await store.append(anchor)).toBe('taken');
    expect(await store.append({ ...anchor, hash: 'other' })).toBe('taken');
    expect(await store.entriesOf(chain)).toEqual([anchor]);
  });

  test('a chain that nobody wrote has no entries', async () => {
    expect(await create().entriesOf('audit#nobody')).toEqual([]);
  });
});

test('fails as unavailable when the store cannot do it', async () => {
  const lost = new DynamoAuditStore(createDynamoClient({ region: REGION }), 'no-such');
  const { chain, anchor } = chainOf('lost');
  await expect(lost.append(anchor)).rejects.toBeInstanceOf(StoreUnavailableError);
  await expect(lost.entriesOf(chain)).rejects.toBeInstanceOf(StoreUnavailableError);
});
