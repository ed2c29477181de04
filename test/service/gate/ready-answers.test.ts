import type { IReadyAnswers } from '../../../service/gate/ready-answers';
import { RouteClasses } from '../../../service/gate/route-classes';
import type { RouteSpec } from '../../../service/http/route';
import { testApp } from '../fixtures/app';
import { HttpProbe } from '../fixtures/http';

const SPECS = [
  ['POST', '/channels/:channel/code', 'show-code'],
  ['POST', '/channels/:channel/code/refresh', 'refresh'],
  ['GET', '/channels/:channel/me/tests', 'test-panel'],
  ['POST', '/channels/:channel/me/family/:member/leave', 'rest'],
  ['GET', '/', 'show-code'],
  ['GET', '/assets/*', 'show-code'],
].map(([method, path, priority]) => ({ method, path, priority }) as unknown as RouteSpec);

const classes = new RouteClasses({ specs: SPECS, channels: ['suikang'], otherwise: 'rest' });

test.each([
  ['POST', '/channels/suikang/code', 'show-code', 'suikang'],
  ['POST', '/channels/suikang/code?member=1', 'show-code', 'suikang'],
  ['POST', '/channels/suikang/code/refresh', 'refresh', 'suikang'],
  ['GET', '/channels/suikang/me/tests', 'test-panel', 'suikang'],
  ['HEAD', '/channels/suikang/me/tests', 'test-panel', 'suikang'],
  ['POST', '/channels/suikang/me/family/a1/leave', 'rest', 'suikang'],
  ['POST', '/channels/nobody/code', 'show-code', undefined],
  ['GET', '/', 'show-code', undefined],
  ['GET', '/assets/a/b.js', 'show-code', undefined],
  ['GET', '/channels/suikang/code', 'rest', undefined],
  ['POST', '/channels/suikang/%63ode', 'rest', undefined],
  ['POST', '/channels/suikang/code/', 'show-code', 'suikang'],
  ['GET', 'http://example.com/', 'rest', undefined],
  ['GET', '', 'rest', undefined],
  ['GET', '*', 'rest', undefined],
])('%s %s is %s', (method, url, priority, channel) => {
  expect(classes.classOf(method, url)).toMatchObject({ priority, channel });
});

test('an answer that is ready is sent with its age, even when there is no room for work', async () => {
  const admission = {
    state: { limit: 0, inFlight: 0 },
    admit: () => ({ admitted: false, reason: 'limit' }) as const,
  };
  const { gate, app, metrics } = await testApp('citizen', undefined, { admission });
  // These answers are the test's, not those that the routes' specs describe.
  const http = new HttpProbe(app);
  const asked: string[] = [];
  const readyAnswers: IReadyAnswers = {
    tryAnswer: (_request, channel) => {
      asked.push(channel);
      return { body: '{"colour":"green"}', ageSeconds: 7 };
    },
  };
  gate.open({ specs: SPECS, readyAnswers });
  const post = (url: string) => http.send({ method: 'POST', url, payload: {} });
  const answer = await post('/channels/suikang/code');
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ colour: 'green' });
  expect(answer.headers).toMatchObject({
    age: '7',
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'x-kapok-region': 'ap-southeast-1',
  });
  expect((await post('/channels/suikang/code/refresh')).statusCode).toBe(503);
  expect((await post('/channels/nobody/code')).statusCode).toBe(503);
  expect(asked).toEqual(['suikang']);
  expect(new Map(metrics.take().channels).get('suikang')).toMatchObject({ requests: 2, shed: 1 });
  await http.close();
});

test('a request without a body may declare JSON where none is read', async () => {
  const { gate, http, app } = await testApp('citizen');
  const spec = { method: 'POST', path: '/nothing-to-read', priority: 'rest' };
  app.post('/nothing-to-read', () => ({ done: true }));
  gate.open({ specs: [spec as unknown as RouteSpec] });
  const headers = { 'content-type': 'application/json' };
  const answer = await http.send({ method: 'POST', url: '/nothing-to-read', headers, payload: '' });
  expect(answer.json()).toEqual({ done: true });
  await http.close();
});
