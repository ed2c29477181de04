import { fastify } from 'fastify';
import { sendError } from '../../../service/errors/error-responses';
import { ServiceError } from '../../../service/errors/service-error';
import type { GatedRequest } from '../../../service/gate/exchange';
import { createLogger } from '../../../service/logging/logger';
import { QuietLog } from '../../../service/logging/quiet-log';
import { configOf } from '../fixtures/app';
import { ManualClock } from '../fixtures/manual-clock';

test('a fault is logged with the request and the route that it happened in', async () => {
  const lines: string[] = [];
  const clock = new ManualClock();
  const logger = createLogger(configOf('citizen'), clock, { write: (line) => lines.push(line) });
  const app = fastify();
  app.addHook('onRequest', ({ raw }: { readonly raw: GatedRequest }, _reply, done) => {
    const exchange = { id: 'request-7', forPage: false, beganMs: 0 };
    raw.kapok = exchange as unknown as NonNullable<GatedRequest['kapok']>;
    done();
  });
  const fault = new ServiceError('KAPOK_INTERNAL', 'the service failed', { fix: 'try again' });
  app.get('/people/:id', (_request, reply) => sendError(reply, fault, new QuietLog(logger, clock)));
  await app.inject('/people/11010519491231002X');

  expect(JSON.parse(String(lines[0]))).toMatchObject({
    requestId: 'request-7',
    route: '/people/:id',
    code: 'KAPOK_INTERNAL',
    msg: 'the service failed',
  });
});
