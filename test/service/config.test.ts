import { availableParallelism, hostname } from 'node:os';
import { ConfigError, DEFAULT_HOST, loadConfig } from '../../service/config';
import { ENVIRONMENT } from './fixtures/app';

function problemsOf(changes: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig({ ...ENVIRONMENT, ...changes });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('a complete environment becomes one typed value', () => {
  const config = loadConfig({ ...ENVIRONMENT, PORT: '8080', KAPOK_CLOCK: '1641774660000@5.5x20' });
  expect(config).toMatchObject({
    region: 'ap-southeast-1',
    fleet: 'citizen',
    channels: ['yueshengshi', 'suikang'],
    port: 8080,
    host: DEFAULT_HOST,
    instance: 'i-1',
    clock: { clockMs: 1_641_774_660_000, wallMs: 5.5, rate: 20 },
  });
});

test('without a clock time is real, without an instance the host names it', () => {
  const config = loadConfig({ ...ENVIRONMENT, KAPOK_INSTANCE: undefined });
  expect(config.clock).toBeUndefined();
  expect(config.instance).toBe(hostname());
});

test('one process for each core serves, or as many as are asked for', () => {
  expect(loadConfig(ENVIRONMENT).workers).toBe(availableParallelism());
  expect(loadConfig({ ...ENVIRONMENT, KAPOK_WORKERS: '1' }).workers).toBe(1);
});

test.each(Object.keys(ENVIRONMENT).filter((name) => name !== 'KAPOK_INSTANCE'))(
  'fails by name when %s is missing',
  (name) => {
    expect(problemsOf({ [name]: undefined })).toEqual([`${name} is missing`]);
  },
);

test.each([
  ['KAPOK_FLEET', 'staff'],
  ['KAPOK_CHANNELS', 'a,,b'],
  ['KAPOK_CHANNELS', 'a,a'],
  ['KAPOK_CHANNEL_SHARES', '0.5,0'],
  ['KAPOK_CHANNEL_SHARES', '0.5,much'],
  ['KAPOK_TIME_ZONE', 'Asia/Canton City'],
  ['KAPOK_ISSUER', 'http://code.example.org'],
  ['KAPOK_ISSUER', 'https://code.example.org/'],
  ['KAPOK_ORIGIN_NAME', 'not a name'],
  ['KAPOK_CLOCK', '1@2x0'],
  ['KAPOK_CLOCK', 'noon'],
  ['KAPOK_WORKERS', '0'],
  ['KAPOK_WORKERS', '2.5'],
  ['KAPOK_WORKERS', '1000'],
  ['PORT', '65536'],
  ['PORT', ''],
])('fails by name when %s is "%s"', (name, value) => {
  const problems = problemsOf({ [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`${name} must be`);
  expect(problems[0]).toContain(`(got "${value}")`);
});

test('fails for shares that are not one for each channel', () => {
  expect(problemsOf({ KAPOK_CHANNEL_SHARES: '1' })).toEqual([
    'KAPOK_CHANNEL_SHARES must hold one share for each of 2 channels (got 1)',
  ]);
});

test('fails for every wrong variable at once', () => {
  expect(problemsOf({ PORT: 'x', AWS_REGION: undefined, KAPOK_FLEET: '' })).toHaveLength(3);
});
