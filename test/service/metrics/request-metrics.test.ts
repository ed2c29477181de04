import { ServiceError } from '../../../service/errors/service-error';
import type { RequestCounts } from '../../../service/metrics/request-metrics';
import { type TestApp, testApp } from '../fixtures/app';
import { channelToken } from '../fixtures/callers';

let made: TestApp;
beforeEach(async () => {
  made = await testApp('citizen');
});
afterEach(() => made.http.close());

async function post(url: string) {
  const channel = url.includes('yueshengshi') ? 'yueshengshi' : 'suikang';
  const token = await channelToken({ channel, atMs: made.clock.now() });
  return made.http.send({ method: 'POST', url, headers: { authorization: `Bearer ${token}` } });
}

/** The server tells of a response after the client has it. */
async function counted(requests: number): Promise<RequestCounts> {
  await new Promise(setImmediate);
  const counts = made.metrics.take();
  expect(counts.total.requests).toBe(requests);
  return counts;
}

const channel = (counts: RequestCounts, name: string) => new Map(counts.channels).get(name);

test('a request counts for its channel and in total, with its latency', async () => {
  await post('/channels/suikang/code');
  await post('/channels/suikang/code');
  await post('/channels/yueshengshi/code');
  const counts = await counted(3);

  expect(channel(counts, 'suikang')).toMatchObject({ requests: 2, failures: 0, shed: 0 });
  expect(channel(counts, 'yueshengshi')?.requests).toBe(1);
  expect(counts.total.latency?.Count).toBe(3);
  expect(counts.total.latency?.Max).toBeGreaterThan(0);
});

test('what machines ask about the process is not counted', async () => {
  await made.http.send('/healthz');
  await made.http.send('/regional-health');
  await made.http.send('/evacuations/ap-northeast-1?again=1');
  await made.http.send('/.well-known/jwks.json');

  await counted(1);
});

test('a name that is no channel counts in total and is not repeated', async () => {
  expect((await post('/channels/nobody/code')).statusCode).toBe(404);
  const counts = await counted(1);

  expect(counts.channels.map(([name, { requests }]) => [name, requests])).toEqual([
    ['yueshengshi', 0],
    ['suikang', 0],
  ]);
});

test('a mistake of the caller is no failure', async () => {
  await made.http.send({ method: 'POST', url: '/channels/suikang/code', payload: {} });

  expect((await counted(1)).total).toMatchObject({ failures: 0, shed: 0 });
});

test('a store that does not answer is a failure, although the answer is a 503', async () => {
  made.facts.answers = () => false;
  expect((await post('/channels/suikang/code')).statusCode).toBe(503);
  const counts = await counted(1);

  expect(counts.total).toMatchObject({ failures: 1, shed: 0 });
  expect(channel(counts, 'suikang')).toMatchObject({ failures: 1, shed: 0 });
});

test('a fault of ours is a failure', async () => {
  made.facts.factsOf = () => Promise.reject(new TypeError('broken'));
  await post('/channels/suikang/code');

  expect((await counted(1)).total).toMatchObject({ failures: 1, shed: 0 });
});

test.each([429, 503])('a refusal with %d is shed, and no latency', async (status) => {
  made.facts.factsOf = () => {
    const refused = new ServiceError('KAPOK_INTERNAL', 'too much to do', { fix: 'wait' });
    return Promise.reject(Object.assign(refused, { status }));
  };
  expect((await post('/channels/suikang/code')).statusCode).toBe(status);
  const counts = await counted(1);

  expect(counts.total).toMatchObject({ failures: 0, shed: 1 });
  expect(counts.total.latency).toBeUndefined();
});
