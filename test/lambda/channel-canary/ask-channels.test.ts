import type { Answer } from '../../../lambda/adapters/https-post';
import { askChannels } from '../../../lambda/channel-canary/ask-channels';
import { CANARY_PERSON } from '../../../lambda/channel-canary/canary-person';
import { KEYS_PATH } from '../../../lambda/channel-canary/judge-credential';
import { ID_TYPES } from '../../../service/people/id-types';
import { residentIdProblem } from '../../../service/people/resident-id';
import { RecordingSink } from '../recording-sink';
import { TlsServer } from '../tls-server';
import { TestKey } from './test-key';

const NAME = 'eu-west-1.origin.example.org';
const TARGET = { region: 'eu-west-1', hostname: NAME };
const NOW = Date.parse('2026-03-01T00:00:00Z');

const KEY = new TestKey('2026-02');
const KEYS = JSON.stringify({ keys: [KEY.published] });

const CODE = {
  colour: 'green',
  reason: 'test-fresh',
  ruleVersion: '1',
  asOf: '2026-03-01T00:00:00.000Z',
  freshUntil: '2026-03-01T00:10:00.000Z',
  validUntil: '2026-03-01T06:00:00.000Z',
  credential: KEY.sign(),
};

function fail(line: string): never {
  throw new Error(line);
}

function answerWith(changes: Partial<Answer> = {}, code: object = CODE): Answer {
  const body = JSON.stringify(code);
  return { status: 200, headers: { 'x-kapok-region': 'eu-west-1' }, body, ...changes };
}

function keysWith(changes: Partial<Answer> = {}): Answer {
  return { status: 200, headers: {}, body: KEYS, ...changes };
}

async function run(answer: () => Promise<Answer>, keys = async () => keysWith()) {
  const metrics = new RecordingSink();
  const logged: string[] = [];
  let clockMs = NOW - 25;
  const now = () => {
    clockMs += 25;
    return Math.min(clockMs, NOW + 25);
  };
  await askChannels(
    { plan: 'guangdong', channels: ['alipay'], targets: [TARGET] },
    { https: { post: answer, get: keys }, metrics, now, log: (line) => logged.push(line) },
  );
  return { logged, emitted: metrics.emitted };
}

test('asks every target through every channel like a phone, over verified HTTPS', async () => {
  const asked: string[] = [];
  const server = await TlsServer.start(NAME, (request, response) => {
    if (request.method === 'GET') {
      asked.push(`GET ${request.url}`);
      response.end(KEYS);
      return;
    }
    request.setEncoding('utf8').on('data', (body: string) => {
      asked.push(`${request.method} ${request.url} ${body}`);
      response.writeHead(200, { 'x-kapok-region': 'eu-west-1' });
      response.end(JSON.stringify(CODE));
    });
  });
  const metrics = new RecordingSink();
  const logged: string[] = [];

  await askChannels(
    { plan: 'guangdong', channels: ['alipay', 'suikang'], targets: [TARGET] },
    {
      https: server.client({ trusted: true }),
      metrics,
      now: () => NOW,
      log: (line) => logged.push(line),
    },
  );
  await server.close();

  expect(asked.sort()).toEqual([
    `GET ${KEYS_PATH}`,
    ...['alipay', 'suikang'].map(
      (channel) => `POST /channels/${channel}/code ${JSON.stringify(CANARY_PERSON)}`,
    ),
  ]);
  expect(logged).toEqual([]);
  expect(metrics.emitted).toHaveLength(2);
  for (const { values } of metrics.emitted) expect(values[0]?.value).toBe(1);
});

test('emits success and latency by plan, target and channel', async () => {
  const { emitted } = await run(async () => answerWith());

  expect(emitted).toEqual([
    {
      dimensions: { Plan: 'guangdong', TargetRegion: 'eu-west-1', Channel: 'alipay' },
      values: [
        { name: 'CanarySuccess', unit: 'Count', value: 1 },
        { name: 'CanaryLatency', unit: 'Milliseconds', value: 25 },
      ],
      atMs: NOW + 25,
    },
  ]);
});

test.each<[string, Answer]>([
  ['status 503', answerWith({ status: 503 })],
  ['region ap-south-1', answerWith({ headers: { 'x-kapok-region': 'ap-south-1' } })],
  ['region not named', answerWith({ headers: {} })],
  ['the body is not a JSON object', answerWith({ body: '<html>' })],
  ['the body is not a JSON object', answerWith({ body: 'null' })],
  ['no colour', answerWith({}, { ...CODE, colour: 'blue' })],
  ['no rule version', answerWith({}, { ...CODE, ruleVersion: undefined })],
  ['not of now', answerWith({}, { ...CODE, asOf: '2026-03-01T00:02:00Z' })],
  ['not of now', answerWith({}, { ...CODE, asOf: undefined })],
  ['not valid any more', answerWith({}, { ...CODE, validUntil: '2026-02-28T23:59:59Z' })],
  ['no credential', answerWith({}, { ...CODE, credential: 'token' })],
  ['unknown key', answerWith({}, { ...CODE, credential: new TestKey('2026-03').sign() })],
  ['unknown key', answerWith({}, { ...CODE, credential: 'aGVhZA.Ym9keQ.c2ln' })],
  ['bad signature', answerWith({}, { ...CODE, credential: new TestKey('2026-02').sign() })],
  ['bad signature', answerWith({}, { ...CODE, credential: KEY.sign({ alg: 'none' }) })],
  ['bad signature', answerWith({}, { ...CODE, credential: `${CODE.credential}AA` })],
])('an answer with %s is a failure, and is told', async (problem, answer) => {
  const { emitted, logged } = await run(async () => answer);

  expect(emitted[0]?.values[0]).toEqual({ name: 'CanarySuccess', unit: 'Count', value: 0 });
  expect(logged.map((line) => JSON.parse(line))).toEqual([
    { target: 'eu-west-1', channel: 'alipay', problem },
  ]);
});

test.each<[string, () => Promise<Answer>]>([
  ['no keys: status 503', async () => keysWith({ status: 503 })],
  ['no keys: status 200', async () => keysWith({ body: '<html>' })],
  ['no keys: Error: read ECONNRESET', () => Promise.reject(new Error('read ECONNRESET'))],
  ['unknown key', async () => keysWith({ body: '{"keys":[]}' })],
  ['bad signature', async () => keysWith({ body: '{"keys":[{"kid":"2026-02","kty":"EC"}]}' })],
])('a code that cannot be verified for %s is a failure, and is told', async (problem, keys) => {
  const { emitted, logged } = await run(async () => answerWith(), keys);

  expect(emitted[0]?.values[0]?.value).toBe(0);
  expect(JSON.parse(String(logged[0])).problem).toBe(problem);
});

test('a target that gives neither code nor keys fails once', async () => {
  const mute = () => Promise.reject(new Error('connect ECONNREFUSED'));
  const { logged } = await run(mute, mute);

  expect(logged).toHaveLength(1);
});

test('the time of the code is measured without that of the keys', async () => {
  let nowMs = NOW;
  const metrics = new RecordingSink();
  const get = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    nowMs += 1_000;
    return keysWith();
  };
  await askChannels(
    { plan: 'guangdong', channels: ['alipay'], targets: [TARGET] },
    { https: { post: async () => answerWith(), get }, metrics, now: () => nowMs, log: fail },
  );

  expect(metrics.emitted[0]?.values[1]?.value).toBe(0);
});

test('a target that does not answer is a failure and not an error', async () => {
  const { emitted, logged } = await run(async () => {
    throw new Error('connect ECONNREFUSED');
  });

  expect(emitted[0]?.values[0]?.value).toBe(0);
  expect(logged[0]).toContain('connect ECONNREFUSED');
});

test('the person that is asked for passes the checks of the service', () => {
  expect(ID_TYPES).toContain(CANARY_PERSON.idType);
  expect(residentIdProblem(CANARY_PERSON.idNumber, NOW)).toBeUndefined();
});

test('the person that is asked for is nobody: no county 0000, no one alive', () => {
  expect(CANARY_PERSON.idNumber.slice(2, 6)).toBe('0000');
  expect(CANARY_PERSON.idNumber.slice(6, 10)).toBe('1850');
});
