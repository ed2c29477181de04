import { createLogger, REDACTED } from '../../../service/logging/logger';
import { QUIET_SECONDS, QuietLog } from '../../../service/logging/quiet-log';
import { configOf } from '../fixtures/app';
import { ManualClock } from '../fixtures/manual-clock';
import { ID_NUMBER } from '../fixtures/people';

function logging() {
  const lines: string[] = [];
  const clock = new ManualClock();
  const logger = createLogger(configOf('citizen'), clock, { write: (line) => lines.push(line) });
  return { logger, clock, lines };
}

test('a line says who, when by the service’s clock, and what', () => {
  const { logger, lines } = logging();
  logger.info({ port: 1 }, 'listening');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toEqual({
    level: 'info',
    time: '2022-01-10T00:31:00.000Z',
    region: 'ap-southeast-1',
    fleet: 'citizen',
    instance: 'i-1',
    port: 1,
    msg: 'listening',
  });
});

test('an ID number never leaves, be it a field or in the message of an error or its cause', () => {
  const { logger, lines } = logging();
  const cause = new Error(`no item ${ID_NUMBER}`);
  const err = Object.assign(new Error(`for "${ID_NUMBER.toLowerCase()}"`, { cause }), {
    Item: { idNumber: ID_NUMBER },
  });
  logger.error({ err, idNumber: 'any', body: { idNumber: 'any' } }, `of ${ID_NUMBER}`);
  expect(lines[0]).not.toMatch(/11010519491231002x/i);
  expect(lines[0]).not.toContain('"any"');
  expect(lines[0]).not.toContain('Item');
  expect(JSON.parse(lines[0]!)).toMatchObject({
    idNumber: REDACTED,
    msg: `of ${REDACTED}`,
    err: { type: 'Error', cause: { message: `no item ${REDACTED}` } },
  });
});

test('digests and keys are not taken for ID numbers', () => {
  const { logger, lines } = logging();
  const digest = '12345678901234567890'.repeat(3);
  logger.info({ digest }, 'x');
  expect(JSON.parse(lines[0]!).digest).toBe(digest);
});

test('a failure that lasts is logged at first and then counted', () => {
  const { logger, clock, lines } = logging();
  const quiet = new QuietLog(logger, clock);
  for (let second = 0; second <= QUIET_SECONDS; second += 1) {
    quiet.failure({ err: new Error('away') }, 'the store is away');
    clock.advance(1);
  }
  quiet.failure({}, 'something else');
  const logged = lines.map((line) => JSON.parse(line));
  expect(logged.map(({ msg, suppressed }) => [msg, suppressed])).toEqual([
    ['the store is away', undefined],
    ['the store is away', QUIET_SECONDS - 1],
    ['something else', undefined],
  ]);
});
