import { AccessDeniedError } from '../../../lambda/adapters/secrets-manager';
import { fillSecrets } from '../../../lambda/credential-secrets/fill-secrets';
import {
  ACCESS_PATIENCE_MS,
  COPIES_PATIENCE_MS,
  Patience,
  RETRY_PAUSE_MS,
} from '../../../lambda/credential-secrets/patience';
import { isPepper, makePepper } from '../../../lambda/credential-secrets/pepper';
import { makeRegister } from '../../../lambda/credential-secrets/public-keys';
import { makeKeySet } from '../../../lambda/signing-keys/key-set';
import { tryReadKeySet } from '../../../lambda/signing-keys/read-key-set';
import { FakeSecretStore, type FakeSecretStoreOptions } from './fake-secret-store';

const NAMES = {
  signingKey: 'the-key',
  pepper: 'the-pepper',
  channelKeys: 'the-channels',
  partnerKeys: 'the-partners',
};
const ALL = Object.values(NAMES);
const NOW_MS = Date.parse('2022-01-10T00:31:00.000Z');

const EMPTY = Object.fromEntries(ALL.map((name) => [name, undefined]));

const FULL: Readonly<Record<string, string>> = {
  'the-key': JSON.stringify(makeKeySet(NOW_MS)),
  'the-pepper': makePepper(),
  'the-channels': makeRegister(),
  'the-partners': makeRegister(),
};

const SOMEBODYS_REGISTER = JSON.stringify({
  keys: [{ kty: 'EC', crv: 'P-256', kid: 'suikang', x: 'x', y: 'y' }],
});

function emptyStore(options?: FakeSecretStoreOptions): FakeSecretStore {
  return new FakeSecretStore(EMPTY, options);
}

function filledStore(options?: FakeSecretStoreOptions): FakeSecretStore {
  return new FakeSecretStore(FULL, options);
}

function fill(store: FakeSecretStore): Promise<void> {
  return fillSecrets({ store, names: NAMES, patience: new Patience(store.clock), nowMs: NOW_MS });
}

function written(store: FakeSecretStore): string[] {
  return store.writes.map(({ secretName }) => secretName);
}

test('makes keys, a pepper and registers without anybody where secrets have no value', async () => {
  const store = emptyStore();

  await fill(store);

  expect(tryReadKeySet(store.held('the-key'))).toMatchObject({ previous: [] });
  expect(isPepper(store.held('the-pepper'))).toBe(true);
  for (const name of ['the-channels', 'the-partners']) {
    expect(store.held(name)).toBe('{"keys":[]}');
  }
});

test('writes nothing when all secrets hold a valid value', async () => {
  const store = filledStore();

  await fill(store);

  expect(store.writes).toEqual([]);
});

test('writes nothing when it runs again', async () => {
  const store = emptyStore();
  await fill(store);

  await fill(store);

  expect(written(store)).toEqual(ALL);
});

test('never overwrites a register that somebody is in', async () => {
  const store = new FakeSecretStore({ ...FULL, 'the-channels': SOMEBODYS_REGISTER });

  await fill(store);

  expect(store.held('the-channels')).toBe(SOMEBODYS_REGISTER);
  expect(store.writes).toEqual([]);
});

test('gives a set from before rotation a next key, once, and keeps all that it holds', async () => {
  const { current } = makeKeySet(NOW_MS);
  const before = { current, previous: [makeKeySet(NOW_MS).current] };
  const store = new FakeSecretStore({ ...FULL, 'the-key': JSON.stringify(before) });

  await fill(store);
  const completed = tryReadKeySet(store.held('the-key'));
  await fill(store);

  expect(completed).toMatchObject({ ...before, next: { madeAt: '2022-01-10T00:31:00.000Z' } });
  expect(written(store)).toEqual(['the-key']);
});

test.each([
  ['the-key', { ...EMPTY, 'the-key': 'of somebody else' }],
  ['the-pepper', { ...FULL, 'the-pepper': 'of somebody else' }],
  ['the-channels', { ...FULL, 'the-channels': 'of somebody else' }],
  [
    'the-partners',
    { ...FULL, 'the-partners': '{"keys":[{"kty":"EC","kid":"a","d":"of somebody else"}]}' },
  ],
  ['the-key', { ...EMPTY, 'the-key': '' }],
])(
  'fails naming %s when it holds a value that is not valid, and writes nothing',
  async (name, values) => {
    const store = new FakeSecretStore(values);

    const error = await fill(store).catch((thrown: Error) => thrown);

    expect(error).toMatchObject({
      code: 'KAPOK_SECRET_NOT_VALID',
      secretName: name,
      message: expect.stringMatching(
        `^KAPOK_SECRET_NOT_VALID: secret ${name} holds .* and deploy again$`,
      ),
    });
    expect(JSON.stringify([error, String(error)])).not.toContain('of somebody else');
    expect(store.writes).toEqual([]);
  },
);

test('fails when the store cannot be read, and writes nothing', async () => {
  const store = new FakeSecretStore({});

  await expect(fill(store)).rejects.toThrow('the-key');
  expect(store.writes).toEqual([]);
});

test('waits until access is granted, and writes once', async () => {
  const store = emptyStore({ deniedUntilMs: ACCESS_PATIENCE_MS });

  await fill(store);

  expect(written(store)).toEqual(ALL);
});

test('fails with the denial when access is never granted', async () => {
  const store = emptyStore({ deniedUntilMs: Number.POSITIVE_INFINITY });

  await expect(fill(store)).rejects.toThrow(AccessDeniedError);
  expect(store.clock.nowMs()).toBe(ACCESS_PATIENCE_MS);
});

test('answers only once every copy is in sync, without writing again', async () => {
  const store = emptyStore({
    copyStatus: (nowMs) => (nowMs < 30_000 ? 'InProgress' : 'InSync'),
  });

  await fill(store);

  expect(store.clock.nowMs()).toBe(30_000);
  expect(written(store)).toEqual(ALL);
});

test('writes the same value again until a copy that failed is in sync', async () => {
  const store = emptyStore({ copyStatus: (_, writes) => (writes < 3 ? 'Failed' : 'InSync') });

  await fill(store);

  const values = store.writes.filter(({ secretName }) => secretName === 'the-pepper');
  expect(values).toHaveLength(3);
  expect(new Set(values.map(({ value }) => value)).size).toBe(1);
});

test('a value that somebody puts while a copy is mended stays', async () => {
  const store = filledStore({
    copyStatus: (_, writes, secretName) => {
      if (writes > 0 || secretName !== 'the-channels') return 'InSync';
      store.putByHand('the-channels', SOMEBODYS_REGISTER);
      return 'Failed';
    },
  });

  await fill(store);

  expect(written(store)).toEqual(['the-channels']);
  expect(store.held('the-channels')).toBe(SOMEBODYS_REGISTER);
});

test('a value that somebody puts while writing is denied stays', async () => {
  const store = emptyStore({ writeDeniedUntilMs: RETRY_PAUSE_MS });
  const sleep = store.clock.sleep.bind(store.clock);
  store.clock.sleep = (ms) => {
    for (const [name, value] of Object.entries(FULL)) store.putByHand(name, value);
    return sleep(ms);
  };

  await fill(store);

  expect(ALL.map((name) => store.held(name))).toEqual(ALL.map((name) => FULL[name]));
  expect(store.writes).toEqual([]);
});

test.each(['InProgress', 'Failed'] as const)(
  'fails naming the region when a copy stays %s, though the secret had its value',
  async (status) => {
    const store = filledStore({ copyStatus: () => status });

    await expect(fill(store)).rejects.toMatchObject({
      code: 'KAPOK_SECRET_NOT_REPLICATED',
      secretName: 'the-key',
      got: `ap-northeast-1 ${status}`,
      message: expect.stringContaining('KAPOK_SECRET_NOT_REPLICATED: '),
    });
    const limitMs = ACCESS_PATIENCE_MS + COPIES_PATIENCE_MS;
    expect(store.clock.nowMs()).toBe(limitMs);
    expect(store.writes.length).toBeLessThanOrEqual(limitMs / RETRY_PAUSE_MS);
  },
);
