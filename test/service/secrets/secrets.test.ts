import { LONGEST_PAUSE_MS, persist } from '../../../service/secrets/persist';
import { readPepper, readSigningKeys } from '../../../service/secrets/secret-values';
import { SecretsManagerReader } from '../../../service/secrets/secrets';
import { type LocalServer, startSecretsManager } from '../fixtures/aws';
import { privateJwk, SECRET_TEXTS } from '../fixtures/secrets';

let server: LocalServer;

beforeAll(async () => {
  server = await startSecretsManager({
    signing: SECRET_TEXTS.signingKeys,
    pepper: SECRET_TEXTS.pepper,
  });
  process.env.AWS_ENDPOINT_URL = server.url;
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
});

afterAll(() => server.close());

test('secrets are read by their names', async () => {
  const reader = new SecretsManagerReader('ap-southeast-1');
  expect(readSigningKeys(await reader.read('signing')).current.kid).toBe('key-2');
  expect(readPepper(await reader.read('pepper'))).toEqual(Buffer.alloc(32, 0x5f));
});

test('fails for a secret that is not there', async () => {
  await expect(new SecretsManagerReader('ap-southeast-1').read('none')).rejects.toThrow(
    'no such secret',
  );
});

test('fails for a value that is no pepper or no key set, without repeating it', () => {
  for (const text of ['5f', 'not hex, but a secret', '']) {
    expect(() => readPepper(text)).toThrow('the pepper secret is not 64 hex characters');
  }
  const { d, ...publicOnly } = privateJwk('k');
  for (const text of [
    'not JSON, but a secret',
    JSON.stringify({ current: publicOnly, previous: [] }),
    JSON.stringify({ current: { ...publicOnly, d, crv: 'P-384' }, previous: [] }),
    JSON.stringify({ current: { ...publicOnly, d, kid: '' }, previous: [] }),
  ]) {
    expect(() => readSigningKeys(text)).toThrow('the signing-key secret is not a key set');
  }
});

test('a set from before rotation has no next key', () => {
  const text = JSON.stringify({ current: privateJwk('only'), previous: [] });
  expect(readSigningKeys(text).next).toBeUndefined();
});

test('of keys that do not sign now, the private number does not get into the process', () => {
  const { current, next, previous } = readSigningKeys(SECRET_TEXTS.signingKeys);
  expect(current).toHaveProperty('d');
  for (const key of [next, ...previous]) expect(key).not.toHaveProperty('d');
});

test('an attempt is repeated with growing, bounded, jittered pauses until it succeeds', async () => {
  const pauses: number[] = [];
  const failures: unknown[] = [];
  let attempts = 0;
  const value = await persist(
    async () => {
      attempts += 1;
      if (attempts < 10) throw new Error('away');
      return 'value';
    },
    {
      onFailure: (error) => failures.push(error),
      signal: new AbortController().signal,
      random: () => 0.5,
      wait: async (ms) => {
        pauses.push(ms);
      },
    },
  );
  expect(value).toBe('value');
  expect(failures).toHaveLength(9);
  expect(pauses.slice(0, 4)).toEqual([75, 150, 300, 600]);
  expect(pauses.at(-1)).toBe(LONGEST_PAUSE_MS * 0.75);
});

test('fails when it is told to stop', async () => {
  const controller = new AbortController();
  const attempt = persist(() => Promise.reject(new Error('away')), {
    onFailure: () => controller.abort(),
    signal: controller.signal,
    random: () => 0,
  });
  await expect(attempt).rejects.toThrow('abort');
});
