import { AccessDeniedError } from '../../../lambda/adapters/secrets-manager';
import { fillSecrets } from '../../../lambda/credential-secrets/fill-secrets';
import { isKeySet, makeKeySet } from '../../../lambda/credential-secrets/key-set';
import {
  ACCESS_PATIENCE_MS,
  COPIES_PATIENCE_MS,
  Patience,
  RETRY_PAUSE_MS,
} from '../../../lambda/credential-secrets/patience';
import { isPepper, makePepper } from '../../../lambda/credential-secrets/pepper';
import { FakeSecretStore, type FakeSecretStoreOptions } from './fake-secret-store';

const NAMES = { signingKey: 'the-key', pepper: 'the-pepper' };

function emptyStore(options?: FakeSecretStoreOptions): FakeSecretStore {
  return new FakeSecretStore({ 'the-key': undefined, 'the-pepper': undefined }, options);
}

function filledStore(options?: FakeSecretStoreOptions): FakeSecretStore {
  const key = JSON.stringify(makeKeySet());
  return new FakeSecretStore({ 'the-key': key, 'the-pepper': makePepper() }, options);
}

function fill(store: FakeSecretStore): Promise<void> {
  return fillSecrets(store, NAMES, new Patience(store.clock));
}

function written(store: FakeSecretStore): string[] {
  return store.writes.map(({ secretName }) => secretName);
}

test('makes a key set and a pepper where secrets have no value', async () => {
  const store = emptyStore();

  await fill(store);

  expect(isKeySet(store.held('the-key'))).toBe(true);
  expect(isPepper(store.held('the-pepper'))).toBe(true);
});

test('writes nothing when both secrets hold a valid value', async () => {
  const store = filledStore();

  await fill(store);

  expect(store.writes).toEqual([]);
});

test('writes nothing when it runs again', async () => {
  const store = emptyStore();
  await fill(store);

  await fill(store);

  expect(written(store)).toEqual(['the-key', 'the-pepper']);
});

test.each([
  ['the-key', { 'the-key': 'of somebody else', 'the-pepper': undefined }],
  ['the-pepper', { 'the-key': JSON.stringify(makeKeySet()), 'the-pepper': 'of somebody else' }],
  ['the-key', { 'the-key': '', 'the-pepper': undefined }],
])(
  'fails naming %s when it holds a value that is not valid, and writes nothing',
  async (name, values) => {
    const store = new FakeSecretStore(values);

    const error = await fill(store).catch((thrown: Error) => thrown);

    expect(error).toMatchObject({
      code: 'KAPOK_SECRET_NOT_VALID',
      secretName: name,
      message: expect.stringMatching(`^secret ${name} holds .* and deploy again$`),
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

  expect(written(store)).toEqual(['the-key', 'the-pepper']);
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
  expect(written(store)).toEqual(['the-key', 'the-pepper']);
});

test('writes the same value again until a copy that failed is in sync', async () => {
  const store = emptyStore({ copyStatus: (_, writes) => (writes < 3 ? 'Failed' : 'InSync') });

  await fill(store);

  const values = store.writes.filter(({ secretName }) => secretName === 'the-pepper');
  expect(values).toHaveLength(3);
  expect(new Set(values.map(({ value }) => value)).size).toBe(1);
});

test.each(['InProgress', 'Failed'] as const)(
  'fails naming the region when a copy stays %s, though the secret had its value',
  async (status) => {
    const store = filledStore({ copyStatus: () => status });

    await expect(fill(store)).rejects.toMatchObject({
      code: 'KAPOK_SECRET_NOT_REPLICATED',
      secretName: 'the-key',
      got: `ap-northeast-1 ${status}`,
    });
    const limitMs = ACCESS_PATIENCE_MS + COPIES_PATIENCE_MS;
    expect(store.clock.nowMs()).toBe(limitMs);
    expect(store.writes.length).toBeLessThanOrEqual(limitMs / RETRY_PAUSE_MS);
  },
);
