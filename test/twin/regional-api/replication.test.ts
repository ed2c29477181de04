import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { RegionalApiStatus } from '../../../lib/twin/regional-api/control';
import { RegionalApiServer } from '../../../lib/twin/regional-api/regional-api-server';
import {
  configurationOf,
  dynamoDb,
  eventually,
  FACTS,
  SINGAPORE,
  TOKYO,
  temporaryDirectory,
} from './two-regions';

const TableName = FACTS.tableName;

/** One region of the test: its server, which can end and start again, and a client. */
class TestRegion {
  private server: RegionalApiServer | undefined;
  private port = 0;
  private client: DynamoDBClient | undefined;

  constructor(
    readonly region: string,
    private readonly directory: string,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get dynamoDb(): DynamoDBClient {
    if (this.client === undefined) throw new Error(`${this.region} is not running`);
    return this.client;
  }

  async start(): Promise<void> {
    const configuration = configurationOf(this.region, this.directory, { port: this.port });
    this.server = await RegionalApiServer.start(configuration);
    this.port = this.server.port;
    this.client = dynamoDb(this.region, this.url);
  }

  async stop(): Promise<void> {
    this.client?.destroy();
    await this.server?.close();
    this.server = undefined;
  }

  async control(path: string, body: object): Promise<void> {
    const response = await fetch(this.url + path, { method: 'POST', body: JSON.stringify(body) });
    expect(response.status).toBe(200);
  }

  async status(): Promise<RegionalApiStatus> {
    return (await (await fetch(`${this.url}/twin/status`)).json()) as RegionalApiStatus;
  }

  async put(fact: string, value: string): Promise<void> {
    const Item = { ...key(fact), value: { S: value } };
    await this.dynamoDb.send(new PutItemCommand({ TableName, Item }));
  }

  async read(fact: string): Promise<string | undefined> {
    const { Item } = await this.dynamoDb.send(new GetItemCommand({ TableName, Key: key(fact) }));
    return Item?.value?.S;
  }

  async scan(): Promise<unknown[]> {
    return (await this.dynamoDb.send(new ScanCommand({ TableName }))).Items ?? [];
  }
}

const key = (fact: string) => ({ person: { S: 'person#1' }, fact: { S: fact } });

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let singapore: TestRegion;
let tokyo: TestRegion;

beforeEach(async () => {
  directory = await temporaryDirectory();
  singapore = new TestRegion(SINGAPORE, directory.path);
  tokyo = new TestRegion(TOKYO, directory.path);
  await Promise.all([singapore.start(), tokyo.start()]);
  await introduce();
});

afterEach(async () => {
  await Promise.all([singapore.stop(), tokyo.stop()]);
  await directory.remove();
});

async function introduce(): Promise<void> {
  await singapore.control('/twin/peers', { urls: { [TOKYO]: tokyo.url } });
  await tokyo.control('/twin/peers', { urls: { [SINGAPORE]: singapore.url } });
}

async function pendingBetween(): Promise<number> {
  const [ours, theirs] = await Promise.all([singapore.status(), tokyo.status()]);
  return (ours.peers[TOKYO]?.pending ?? 0) + (theirs.peers[SINGAPORE]?.pending ?? 0);
}

const caughtUp = () => eventually('nothing is pending', async () => (await pendingBetween()) === 0);

test('writes of every kind reach the other region, both ways', async () => {
  await singapore.put('a', 'from Singapore');
  await singapore.put('gone', 'from Singapore');
  await tokyo.put('b', 'from Tokyo');
  await caughtUp();
  expect(await tokyo.read('a')).toBe('from Singapore');
  expect(await singapore.read('b')).toBe('from Tokyo');
  await tokyo.dynamoDb.send(new DeleteItemCommand({ TableName, Key: key('gone') }));
  await tokyo.dynamoDb.send(
    new UpdateItemCommand({
      TableName,
      Key: key('a'),
      UpdateExpression: 'SET #value = :value',
      ExpressionAttributeNames: { '#value': 'value' },
      ExpressionAttributeValues: { ':value': { S: 'changed in Tokyo' } },
    }),
  );
  const batch = [{ PutRequest: { Item: { ...key('c'), value: { S: 'in a batch' } } } }];
  await singapore.dynamoDb.send(
    new BatchWriteItemCommand({ RequestItems: { [TableName]: batch } }),
  );
  await caughtUp();
  expect(await singapore.read('gone')).toBeUndefined();
  expect(await singapore.read('a')).toBe('changed in Tokyo');
  expect(await tokyo.read('c')).toBe('in a batch');
  expect((await singapore.status()).received).toMatchObject({ discarded: 0, duplicate: 0 });
});

test('of two writes of an item while replication is paused the later stays in both regions', async () => {
  await singapore.control('/twin/replication/pause', { peer: TOKYO });
  await tokyo.control('/twin/replication/pause', {});
  await singapore.put('a', 'first');
  await tokyo.put('a', 'second');
  await tokyo.put('b', 'first');
  await singapore.put('b', 'second');
  expect(await singapore.read('a')).toBe('first');
  expect((await singapore.status()).peers[TOKYO]).toMatchObject({ pending: 2, paused: true });
  await singapore.control('/twin/replication/resume', { peer: TOKYO });
  await tokyo.control('/twin/replication/resume', {});
  await caughtUp();
  for (const region of [singapore, tokyo]) {
    expect(await region.read('a')).toBe('second');
    expect(await region.read('b')).toBe('second');
    expect((await region.status()).received).toEqual({ applied: 1, discarded: 1, duplicate: 0 });
  }
});

test('writes made while the other region is down reach it when it is back, also after a restart', async () => {
  await singapore.put('before', 'x');
  await caughtUp();
  await tokyo.stop();
  await singapore.put('while down', 'x');
  await eventually('the peer is found unreachable', async () => {
    return (await singapore.status()).peers[TOKYO]?.failure !== undefined;
  });
  await singapore.stop();
  await Promise.all([singapore.start(), tokyo.start()]);
  expect((await singapore.status()).peers[TOKYO]).toMatchObject({ pending: 1, shipped: 0 });
  await introduce();
  await caughtUp();
  expect(await tokyo.read('while down')).toBe('x');
  expect(await tokyo.scan()).toHaveLength(2);
  expect((await singapore.status()).peers[TOKYO]?.shipped).toBe(1);
});

test('both regions hold the same after both wrote the same items at the same time', async () => {
  const facts = Array.from({ length: 20 }, (_, at) => `fact#${at}`);
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(
      facts.flatMap((fact) => [
        singapore.put(fact, `Singapore ${round}`),
        tokyo.put(fact, `Tokyo ${round}`),
      ]),
    );
  }
  await caughtUp();
  const [here, there] = await Promise.all([singapore.scan(), tokyo.scan()]);
  expect(here).toHaveLength(facts.length);
  expect(there).toEqual(here);
});
