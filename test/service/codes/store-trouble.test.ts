import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { realTimer } from '../../../service/codes/fact-reader';
import { STALE_IF_ERROR_SECONDS } from '../../../service/codes/freshness';
import { DynamoFactStore } from '../../../service/facts/dynamo-fact-store';
import { createDynamoClient } from '../../../service/store/dynamo-client';
import { StoreHealth } from '../../../service/store/store-health';
import { PERSON, type TestCodes, testCodes } from '../fixtures/codes';
import { ManualClock } from '../fixtures/manual-clock';

/** What a server that speaks DynamoDB's protocol does with a query. */
type Behaviour = (response: ServerResponse) => void;

const AT = '2022-01-09T08:00:00.000Z';
const POSITIVE = {
  fact: { S: `nucleic-acid-test#${AT}#lab#r1#d` },
  kind: { S: 'nucleic-acid-test' },
  eventTime: { S: AT },
  source: { S: 'lab' },
  recordId: { S: 'r1' },
  digest: { S: 'd' },
  receivedAt: { S: AT },
  body: {
    M: {
      result: { S: 'positive' },
      sampledAt: { S: AT },
      resultAt: { S: AT },
      laboratory: { S: 'lab' },
    },
  },
};

const answer: Behaviour = (response) => {
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.end(JSON.stringify({ Count: 1, Items: [POSITIVE] }));
};
const fail: Behaviour = (response) => {
  response.statusCode = 500;
  response.end(JSON.stringify({ __type: 'InternalServerError' }));
};
const freeze: Behaviour = () => undefined;
/** Longer than anybody waits; what comes then finds nobody. */
const answerLate: Behaviour = (response) => {
  setTimeout(() => response.end('{}'), 2_000).unref();
};
const failEveryOther = (): Behaviour => {
  let calls = 0;
  return (response) => (calls++ % 2 === 0 ? fail(response) : answer(response));
};

let server: Server;
let behaviour: Behaviour;
let port = 0;
let calls = 0;
let world: TestCodes;
let health: StoreHealth;
let client: ReturnType<typeof createDynamoClient>;

async function listen(): Promise<void> {
  server = createServer(async (request, response) => {
    for await (const _ of request);
    calls += 1;
    behaviour(response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
}

async function hangUp(): Promise<void> {
  (server as import('node:http').Server).closeAllConnections();
  server.close();
  await once(server, 'close');
}

beforeEach(async () => {
  [port, calls, behaviour] = [0, 0, answer];
  await listen();
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${port}`;
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
  health = new StoreHealth(new ManualClock());
  client = createDynamoClient({ region: 'ap-southeast-1', health, random: () => 0 });
  const facts = new DynamoFactStore({ client, table: 'facts', onUnreadable: () => undefined });
  world = await testCodes({ facts, wallTimer: realTimer });
});

afterEach(async () => {
  client.destroy();
  client.queries.destroy();
  await hangUp();
});

test.each<[string, Behaviour | undefined]>([
  ['frozen', freeze],
  ['slow', answerLate],
  ['failing', fail],
  ['gone', undefined],
])(
  'a store that is %s: a copy with its age, then the advice, then codes again',
  async (_how, trouble) => {
    expect((await world.ask()).code.colour).toBe('red');
    if (trouble === undefined) await hangUp();
    else behaviour = trouble;
    world.clock.advance(STALE_IF_ERROR_SECONDS - 1);
    const startMs = performance.now();
    expect(await world.ask()).toMatchObject({
      code: { colour: 'red' },
      age: STALE_IF_ERROR_SECONDS - 1,
    });
    world.clock.advance(1);
    await expect(world.ask()).rejects.toMatchObject({ code: 'KAPOK_SHOW_STORED' });
    // Two waits of 800 ms at most, and room for a busy machine: far below 2 x 6 s.
    expect(performance.now() - startMs).toBeLessThan(4_000);
    expect(health.read().failureShare).toBeGreaterThanOrEqual(0.5);
    if (trouble === undefined) await listen();
    behaviour = answer;
    expect(await world.ask()).toMatchObject({ code: { colour: 'red' }, age: undefined });
  },
);

test('of a store that fails every other time nobody notices anything while retries last', async () => {
  behaviour = failEveryOther();
  const people = Array.from({ length: 10 }, (_, at) => `${at}`.padStart(64, '0'));
  for (const personKey of people) expect((await world.ask({ personKey })).code.colour).toBe('red');
  expect(calls).toBe(2 * people.length);
});

test('of 200 calls that all fail few are tried again', async () => {
  behaviour = fail;
  for (let person = 0; person < 200; person += 1) {
    const personKey = `${person}`.padStart(64, '0');
    await expect(world.ask({ personKey })).rejects.toMatchObject({ code: 'KAPOK_SHOW_STORED' });
  }
  expect(calls).toBeLessThanOrEqual(200 * 1.1 + 20);
  await expect(world.ask({ personKey: PERSON })).rejects.toMatchObject({ status: 503 });
});
