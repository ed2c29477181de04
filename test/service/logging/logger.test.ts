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

test.each([
  ['a resident number', '11010519491231002X'],
  ['a resident number of the first generation', '110105491231002'],
  ['the number of a foreign permanent resident', '911440198107310034'],
  ['a passport', 'EA1234567'],
  ['a passport of older series', 'G12345678'],
  ['a permit of Hong Kong', 'H1234567890'],
  ['a permit of Macao', 'M12345678'],
  ['an identity card of Hong Kong', 'A123456(7)'],
  ['a token', 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxMDoxIn0.c2lnbmF0dXJl-_'],
  ['a code with the proof of a phone', 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIifQ.c2ln.1641774660.cHJvb2Y'],
  ['half a token', 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIi'],
  ['a name', '张小明'],
  ['a name with a dot', '阿卜杜拉·买买提'],
])('%s is taken out of a message, an error, its stack and any field', (_, personal) => {
  const { logger, lines } = logging();
  const err = new Error(`cannot read "${personal}"`, { cause: new Error(`for ${personal}.`) });
  logger.error(
    { err, at: { some: { depth: personal } }, kids: [personal] },
    `of ${personal}, alas`,
  );

  expect(lines[0]).not.toContain(personal);
  expect(lines[0]).not.toContain(personal.slice(-6));
  expect(JSON.parse(lines[0]!)).toMatchObject({
    msg: `of ${REDACTED}, alas`,
    kids: [REDACTED],
    err: { message: `cannot read "${REDACTED}"`, cause: { message: `for ${REDACTED}.` } },
  });
});

test.each(['name', 'sub', 'authorization', 'token', 'credential', 'idNumber'])(
  'a field %s is taken out whatever it holds',
  (field) => {
    const { logger, lines } = logging();
    const held = { [field]: 'John Smith' };
    logger.error({ ...held, one: held, two: { headers: held } }, 'x');
    expect(lines[0]).not.toContain('John Smith');
    expect(JSON.parse(lines[0]!)).toMatchObject({ two: { headers: { [field]: REDACTED } } });
  },
);

test('what a bearer header holds is taken out of a message', () => {
  const { logger, lines } = logging();
  logger.warn('unexpected authorization: Bearer abc.DEF-123');
  expect(JSON.parse(lines[0]!).msg).toBe(`unexpected authorization: Bearer ${REDACTED}`);
});

test('what an operator needs is left as it is', () => {
  const { logger, lines } = logging();
  const fields = {
    requestId: 'a1234567-e88f-427d-9160-455b7605853e',
    route: '/channels/:channel/code',
    port: 8080,
    instanceId: 'i-0a1b2c3d4e5f60718',
    region: 'ap-southeast-1',
    kid: 'lab-2022-01-10',
    bundle: 'kapok-guangdong-channel-keys',
    atMs: 1_641_774_660_000,
    version: '2022-01-10T00:31:00.000Z',
  };
  logger.info(fields, 'the rule set guangdong-2022-01-09 holds since 20220110');
  expect(JSON.parse(lines[0]!)).toMatchObject(fields);
  expect(JSON.parse(lines[0]!).msg).toBe('the rule set guangdong-2022-01-09 holds since 20220110');
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
