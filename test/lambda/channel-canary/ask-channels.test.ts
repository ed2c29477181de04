import type { Answer } from '../../../lambda/adapters/https-post';
import { askChannels } from '../../../lambda/channel-canary/ask-channels';
import { CANARY_PERSON } from '../../../lambda/channel-canary/canary-person';
import { ID_TYPES } from '../../../service/people/id-types';
import { residentIdProblem } from '../../../service/people/resident-id';
import { RecordingSink } from '../recording-sink';
import { TlsServer } from '../tls-server';

const NAME = 'eu-west-1.origin.example.org';
const TARGET = { region: 'eu-west-1', hostname: NAME };
const NOW = Date.parse('2026-03-01T00:00:00Z');

const CODE = {
  colour: 'green',
  reason: 'test-fresh',
  ruleVersion: '1',
  asOf: '2026-03-01T00:00:00.000Z',
  freshUntil: '2026-03-01T00:10:00.000Z',
  validUntil: '2026-03-01T06:00:00.000Z',
  credential: 'aGVhZA.Ym9keQ.c2ln',
};

function answerWith(changes: Partial<Answer> = {}, code: object = CODE): Answer {
  const body = JSON.stringify(code);
  return { status: 200, headers: { 'x-kapok-region': 'eu-west-1' }, body, ...changes };
}

async function run(answer: () => Promise<Answer>) {
  const metrics = new RecordingSink();
  const logged: string[] = [];
  let clockMs = NOW - 25;
  const now = () => {
    clockMs += 25;
    return Math.min(clockMs, NOW + 25);
  };
  await askChannels(
    { plan: 'guangdong', channels: ['alipay'], targets: [TARGET] },
    { https: { post: answer }, metrics, now, log: (line) => logged.push(line) },
  );
  return { logged, emitted: metrics.emitted };
}

test('asks every target through every channel like a phone, over verified HTTPS', async () => {
  const asked: string[] = [];
  const server = await TlsServer.start(NAME, (request, response) => {
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

  expect(asked.sort()).toEqual(
    ['alipay', 'suikang'].map(
      (channel) => `POST /channels/${channel}/code ${JSON.stringify(CANARY_PERSON)}`,
    ),
  );
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
])('an answer with %s is a failure, and is told', async (problem, answer) => {
  const { emitted, logged } = await run(async () => answer);

  expect(emitted[0]?.values[0]).toEqual({ name: 'CanarySuccess', unit: 'Count', value: 0 });
  expect(logged.map((line) => JSON.parse(line))).toEqual([
    { target: 'eu-west-1', channel: 'alipay', problem },
  ]);
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
