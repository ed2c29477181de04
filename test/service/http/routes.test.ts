import { fastify } from 'fastify';
import * as z from 'zod';
import { errorHandler } from '../../../service/errors/error-responses';
import type { RouteSpec } from '../../../service/http/route';
import { NO_BODY_LIMIT, Routes } from '../../../service/http/routes';
import { createLogger } from '../../../service/logging/logger';
import { QuietLog } from '../../../service/logging/quiet-log';
import { checkAnswer } from '../fixtures/answer-check';
import { configOf } from '../fixtures/app';
import { HttpProbe } from '../fixtures/http';
import { ManualClock } from '../fixtures/manual-clock';

const SPEC = {
  method: 'POST',
  path: '/things/:thing',
  id: 'askThing',
  summary: 'Asks.',
  priority: 'rest',
  caller: 'anyone',
  params: z.object({ thing: z.string().max(3) }),
  answer: z.object({ said: z.string() }),
  errors: [],
} as const satisfies RouteSpec;

function server() {
  const clock = new ManualClock();
  const app = fastify();
  app.setErrorHandler(errorHandler(new QuietLog(createLogger(configOf('citizen'), clock), clock)));
  const routes = new Routes<string>({ app, authenticate: async () => 'somebody' });
  return { app, routes, http: new HttpProbe(app, routes.specs) };
}

test('a route without a body is asked without one, or with an empty object', async () => {
  const { routes, http } = server();
  routes.add(SPEC, ({ params, caller }) => ({ said: `${params.thing} ${caller}` }));
  for (const payload of [undefined, {}]) {
    const response = await http.send({ method: 'POST', url: '/things/abc', payload });
    expect(response.json()).toEqual({ said: 'abc somebody' });
    expect(response.headers['cache-control']).toBe('no-store');
  }
  await http.close();
});

test('fails for more than that, before anything of it is looked at', async () => {
  const { app, http, routes } = server();
  routes.add(SPEC, () => ({ said: '' }));
  const payload = { a: 1 };
  expect(JSON.stringify(payload).length).toBeGreaterThan(NO_BODY_LIMIT);
  const response = await app.inject({ method: 'POST', url: '/things/abc', payload });
  expect(response.statusCode).toBe(413);
  expect(response.json().error.code).toBe('KAPOK_BODY_SIZE');
  await http.close();
});

test('fails for a parameter that the schema refuses, naming it', async () => {
  const { http, routes } = server();
  routes.add(SPEC, () => ({ said: '' }));
  const response = await http.send({ method: 'POST', url: '/things/abcd' });
  expect(response.json().error).toMatchObject({ code: 'KAPOK_FIELD_INVALID', field: 'thing' });
  await http.close();
});

test('a body without a limit of its own may have some fields', async () => {
  const { http, routes } = server();
  const body = z.strictObject({ text: z.string() });
  routes.add({ ...SPEC, body }, ({ body: { text } }) => ({ said: text.slice(0, 1) }));
  const ask = (length: number) =>
    http.send({ method: 'POST', url: '/things/abc', payload: { text: 'x'.repeat(length) } });
  expect((await ask(4_000)).statusCode).toBe(200);
  expect((await ask(5_000)).statusCode).toBe(413);
  await http.close();
});

test('fails to start with two routes of one name, or with parameters nobody described', () => {
  const { routes } = server();
  routes.add(SPEC, () => ({ said: '' }));
  expect(() => routes.add({ ...SPEC, path: '/other/:thing' }, () => ({}))).toThrow('askThing');
  const { params: _, ...nameless } = { ...SPEC, id: 'other', path: '/others/:thing' } as const;
  expect(() => routes.add(nameless, () => ({}))).toThrow('parameters');
});

describe('the check of answers in tests', () => {
  const as = (body: string, statusCode = 200) => ({
    statusCode,
    body,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
  const check = (body: string, statusCode?: number) =>
    checkAnswer([SPEC], { method: 'POST', url: '/things/a?b=1' }, as(body, statusCode));

  test('an answer that is as its spec says passes, and so does every error', () => {
    check('{"said":"so"}');
    check('{"error":{}}', 400);
  });

  test.each(['{}', '{"said":1}', '{"said":"so","and":"more"}'])('fails for %s', (body) => {
    expect(() => check(body)).toThrow('askThing');
  });
});

test('a handler that has sent a reply of its own is not answered for', async () => {
  const { http, routes } = server();
  routes.add(SPEC, (_input, reply) => {
    reply.code(202).header('content-type', 'text/plain').send('on its way');
  });
  const response = await http.send({ method: 'POST', url: '/things/abc' });
  expect([response.statusCode, response.body]).toEqual([202, 'on its way']);
  await http.close();
});
