import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { RegionalApiServer } from '../../../lib/twin/regional-api/regional-api-server';
import { configurationOf, dynamoDb, FACTS, SINGAPORE, temporaryDirectory } from './two-regions';

const TableName = FACTS.tableName;
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let api: RegionalApiServer;
let client: DynamoDBClient;
let url: string;

beforeEach(async () => {
  directory = await temporaryDirectory();
  api = await RegionalApiServer.start(configurationOf(SINGAPORE, directory.path));
  url = `http://127.0.0.1:${api.port}`;
  client = dynamoDb(SINGAPORE, url);
});

afterEach(async () => {
  client.destroy();
  await api.close();
  await directory.remove();
});

const key = (fact: string) => ({ person: { S: 'person#1' }, fact: { S: fact } });

test('tables are there with the keys of the templates, active and paid per request', async () => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    KeySchema: [
      { AttributeName: 'person', KeyType: 'HASH' },
      { AttributeName: 'fact', KeyType: 'RANGE' },
    ],
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  });
  expect(Table?.TableArn).toContain(`:${SINGAPORE}:`);
});

test('items are put, updated, read, queried in order and deleted', async () => {
  for (const fact of ['visit#2', 'test#1', 'visit#1']) {
    await client.send(new PutItemCommand({ TableName, Item: { ...key(fact), n: { N: '1' } } }));
  }
  const updated = await client.send(
    new UpdateItemCommand({
      TableName,
      Key: key('test#1'),
      UpdateExpression: 'ADD n :more',
      ExpressionAttributeValues: { ':more': { N: '2' } },
      ReturnValues: 'ALL_NEW',
    }),
  );
  expect(updated.Attributes?.n).toEqual({ N: '3' });
  await client.send(new DeleteItemCommand({ TableName, Key: key('visit#1') }));
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'person = :person',
      ExpressionAttributeValues: { ':person': { S: 'person#1' } },
    }),
  );
  expect(Items?.map(({ fact }) => fact?.S)).toEqual(['test#1', 'visit#2']);
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: key('visit#1') }));
  expect(Item).toBeUndefined();
});

test('a query with a limit and a scan give every item once, page by page', async () => {
  const names = Array.from({ length: 25 }, (_, at) => `test#${String(at).padStart(4, '0')}`);
  const requests = names.map((fact) => ({ PutRequest: { Item: key(fact) } }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  const seen: (string | undefined)[] = [];
  let from: Record<string, { S: string }> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName,
        Limit: 10,
        ExclusiveStartKey: from,
        KeyConditionExpression: 'person = :person',
        ExpressionAttributeValues: { ':person': { S: 'person#1' } },
      }),
    );
    seen.push(...(page.Items ?? []).map(({ fact }) => fact?.S));
    from = page.LastEvaluatedKey as typeof from;
  } while (from !== undefined);
  expect(seen).toEqual(names);
  const scan = await client.send(new ScanCommand({ TableName }));
  expect(scan.Count).toBe(names.length);
});

test('a query of more values than one fetch gives them all', async () => {
  const put = (at: number) =>
    client.send(new PutItemCommand({ TableName, Item: key(String(at).padStart(4, '0')) }));
  for (let at = 0; at < 450; at += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, more) => put(at + more)));
  }
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      ScanIndexForward: false,
      KeyConditionExpression: 'person = :person',
      ExpressionAttributeValues: { ':person': { S: 'person#1' } },
    }),
  );
  expect(Items).toHaveLength(450);
  expect(Items?.[0]?.fact).toEqual({ S: '0449' });
});

test('fails on a condition that does not hold, and leaves the item and its version alone', async () => {
  await client.send(new PutItemCommand({ TableName, Item: { ...key('a'), n: { N: '1' } } }));
  const second = new PutItemCommand({
    TableName,
    Item: { ...key('a'), n: { N: '2' } },
    ConditionExpression: 'attribute_not_exists(person)',
  });
  await expect(client.send(second)).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
  });
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: key('a') }));
  expect(Item?.n).toEqual({ N: '1' });
  const status = (await (await fetch(`${url}/twin/status`)).json()) as object;
  expect(status).toMatchObject({ peers: { 'ap-northeast-1': { pending: 1 } } });
});

test('a delete of nothing and a put through a batch are journalled as what they are', async () => {
  await client.send(new DeleteItemCommand({ TableName, Key: key('absent') }));
  const requests = ['a', 'b'].map((fact) => ({ PutRequest: { Item: key(fact) } }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  const status = (await (await fetch(`${url}/twin/status`)).json()) as object;
  expect(status).toMatchObject({ peers: { 'ap-northeast-1': { pending: 2 } } });
});

test('fails on transactions and on making tables, saying what is not emulated', async () => {
  const transaction = new TransactWriteItemsCommand({
    TransactItems: [{ Put: { TableName, Item: key('a') } }],
  });
  await expect(client.send(transaction)).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: 'DynamoDB_20120810.TransactWriteItems is not emulated',
  });
  const table = new CreateTableCommand({
    TableName: 'other',
    KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await expect(client.send(table)).rejects.toMatchObject({ name: 'UnknownOperationException' });
});

test.each([
  [
    'an unknown service',
    { 'x-amz-target': 'Logs_20140328.PutLogEvents' },
    'Logs_20140328.PutLogEvents',
  ],
  ['a request without a target', {}, 'a request without X-Amz-Target'],
])('fails on %s as AWS does', async (_what, headers, named) => {
  const response = await fetch(url, { method: 'POST', headers, body: '{}' });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    __type: 'UnknownOperationException',
    message: `${named} is not emulated`,
  });
});

test.each([
  ['/twin/nothing', {}, 404],
  ['/twin/replication/pause', { peer: 'eu-west-1' }, 400],
  ['/twin/replication/lag', { seconds: -1 }, 400],
])('fails on the control request %s %j', async (path, body, status) => {
  const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(status);
});
