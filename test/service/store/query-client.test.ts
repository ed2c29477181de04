import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDynamoClient, type StoreClient } from '../../../service/store/dynamo-client';
import { QUERY_TIMEOUT_MS } from '../../../service/store/query-client';
import { StoreUnavailableError } from '../../../service/store/store-error';
import { StoreHealth } from '../../../service/store/store-health';
import { ManualClock } from '../fixtures/manual-clock';

type Behaviour = (response: ServerResponse, call: number) => void;

const PARTITION = { table: 'facts', keyName: 'person', key: 'person#1' };

const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'session',
};

let server: Server;
let client: StoreClient;
let health: StoreHealth;
let behaviour: Behaviour;
let asked: { readonly headers: IncomingMessage['headers']; readonly body: unknown }[];

beforeEach(async () => {
  asked = [];
  behaviour = (response) => answer(response, 200, { Items: [] });
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
    behaviour(response, asked.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  health = new StoreHealth(new ManualClock());
  client = createDynamoClient({ region: 'ap-southeast-1', health, random: () => 0 });
});

afterEach(async () => {
  client.destroy();
  await client.queries.destroy();
  server.closeAllConnections();
  server.close();
  for (const name of [...Object.keys(ENVIRONMENT), 'AWS_ENDPOINT_URL']) delete process.env[name];
});

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(body));
}

function failure(name: string): object {
  return { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'told to fail' };
}

test('asks for one partition as the SDK does, signed by whom the SDK knows', async () => {
  expect(await client.queries.items(PARTITION)).toEqual([]);
  const [{ headers, body } = { headers: {}, body: undefined }] = asked;
  expect(headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.Query',
    'x-amz-security-token': 'session',
    host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/ap-southeast-1\/dynamodb\/aws4_request, /,
    ),
  });
  expect(body).toEqual({
    TableName: 'facts',
    KeyConditionExpression: '#key = :key',
    ExpressionAttributeNames: { '#key': 'person' },
    ExpressionAttributeValues: { ':key': { S: 'person#1' } },
  });
});

test('reads every page, and characters that are cut between two packets', async () => {
  const next = { person: { S: 'person#1' }, fact: { S: 'a' } };
  behaviour = (response, call) => {
    if (call === 1)
      return answer(response, 200, { Items: [{ fact: { S: 'a' } }], LastEvaluatedKey: next });
    const bytes = Buffer.from(JSON.stringify({ Items: [{ fact: { S: '张' } }] }));
    const middle = bytes.indexOf(Buffer.from('张')) + 1;
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, middle));
    setImmediate(() => response.end(bytes.subarray(middle)));
  };
  expect(await client.queries.items(PARTITION)).toEqual([{ fact: 'a' }, { fact: '张' }]);
  expect(asked[1]?.body).toMatchObject({ ExclusiveStartKey: next });
});

test.each<[string, Behaviour]>([
  ['fails', (response) => answer(response, 500, failure('InternalServerError'))],
  ['fails without a reason', (response) => response.writeHead(502).end('<html>')],
  ['throttles', (response) => answer(response, 400, failure('ThrottlingException'))],
  ['hangs up', (response) => response.destroy()],
  ['is silent', () => {}],
])('a store that %s once is asked once more', async (_how, trouble) => {
  behaviour = (response, call) =>
    call === 1 ? trouble(response, call) : answer(response, 200, { Items: [{ fact: { S: 'a' } }] });
  expect(await client.queries.items(PARTITION)).toEqual([{ fact: 'a' }]);
  expect(asked).toHaveLength(2);
  expect(health.read()).toMatchObject({ calls: 1, failureShare: 0 });
});

test.each<[string, Behaviour, number]>([
  ['keeps failing', (response) => answer(response, 503, failure('ServiceUnavailable')), 2],
  ['keeps hanging up', (response) => response.destroy(), 2],
  ['finds the call wrong', (response) => answer(response, 400, failure('ValidationException')), 1],
  ['sends what is no JSON', (response) => response.writeHead(200).end('{"Items":['), 2],
])('a store that %s is unavailable', async (_how, trouble, calls) => {
  behaviour = trouble;
  await expect(client.queries.items(PARTITION)).rejects.toThrow(StoreUnavailableError);
  expect(asked).toHaveLength(calls);
  expect(health.read()).toMatchObject({ calls: 1, failureShare: 1 });
});

test('a store that is silent is given up within two tries', async () => {
  behaviour = () => {};
  const startMs = performance.now();
  const failed = await client.queries.items(PARTITION).catch((error: unknown) => error);
  expect(failed).toMatchObject({ cause: { message: `no answer within ${QUERY_TIMEOUT_MS} ms` } });
  expect(asked).toHaveLength(2);
  const tookMs = performance.now() - startMs;
  expect(tookMs).toBeGreaterThan(2 * QUERY_TIMEOUT_MS - 10);
  expect(tookMs).toBeLessThan(4 * QUERY_TIMEOUT_MS);
});

test('a store that cannot be connected to is unavailable, and asked again later', async () => {
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await expect(client.queries.items(PARTITION)).rejects.toThrow(StoreUnavailableError);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(await client.queries.items(PARTITION)).toEqual([]);
});
