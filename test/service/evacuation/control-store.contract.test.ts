import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoControlStore, type IControlStore } from '../../../service/evacuation/control-store';
import { createDynamoClient } from '../../../service/store/dynamo-client';
import { StoreUnavailableError } from '../../../service/store/store-error';
import { createTable, type LocalServer, startDynamo } from '../fixtures/aws';
import { MemoryControlStore } from '../fixtures/memory-stores';

let dynamo: LocalServer;

beforeAll(async () => {
  dynamo = await startDynamo();
  process.env.AWS_ENDPOINT_URL = dynamo.url;
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
  const raw = new DynamoDBClient({ region: 'ap-southeast-1' });
  await createTable(raw, 'control', ['topic', 'name']);
  raw.destroy();
});

afterAll(() => dynamo.close());

describe.each<[string, () => IControlStore]>([
  ['DynamoDB', () => new DynamoControlStore(createDynamoClient({ region: 'r' }), 'control')],
  ['memory', () => new MemoryControlStore()],
])('control in %s', (_name, create) => {
  test('the last writer of an item wins and topics are apart', async () => {
    const control = create();
    await control.put({ topic: 'evacuation', name: 'a', order: 'evacuate', at: 1 });
    await control.put({ topic: 'evacuation', name: 'a', order: 'return', at: 2 });
    await control.put({ topic: 'heartbeat', name: 'a', at: 3 });
    expect(await control.topic('evacuation')).toEqual([
      { topic: 'evacuation', name: 'a', order: 'return', at: 2 },
    ]);
    expect(await control.topic('none')).toEqual([]);
  });
});

test('fails as unavailable when the table is not there', async () => {
  const control = new DynamoControlStore(createDynamoClient({ region: 'r' }), 'no-such');
  await expect(control.topic('heartbeat')).rejects.toBeInstanceOf(StoreUnavailableError);
  await expect(control.put({ topic: 'x', name: 'y' })).rejects.toBeInstanceOf(
    StoreUnavailableError,
  );
});
