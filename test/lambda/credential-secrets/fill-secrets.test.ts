import { fillSecrets } from '../../../lambda/credential-secrets/fill-secrets';
import { isKeySet, makeKeySet } from '../../../lambda/credential-secrets/key-set';
import { isPepper, makePepper } from '../../../lambda/credential-secrets/pepper';
import { FakeSecretStore } from './fake-secret-store';

const NAMES = { signingKey: 'the-key', pepper: 'the-pepper' };

test('makes a key set and a pepper where secrets have no value', async () => {
  const store = new FakeSecretStore({ 'the-key': undefined, 'the-pepper': undefined });

  await fillSecrets(store, NAMES);

  expect(isKeySet(store.valueOf('the-key'))).toBe(true);
  expect(isPepper(store.valueOf('the-pepper'))).toBe(true);
});

test('writes nothing when both secrets hold a valid value', async () => {
  const store = new FakeSecretStore({
    'the-key': JSON.stringify(makeKeySet()),
    'the-pepper': makePepper(),
  });

  await fillSecrets(store, NAMES);

  expect(store.writes).toEqual([]);
});

test('writes nothing when it runs again', async () => {
  const store = new FakeSecretStore({ 'the-key': undefined, 'the-pepper': undefined });
  await fillSecrets(store, NAMES);

  await fillSecrets(store, NAMES);

  expect(store.writes.map(({ secretName }) => secretName)).toEqual(['the-key', 'the-pepper']);
});

test('replaces only the value that is not valid', async () => {
  const pepper = makePepper();
  const store = new FakeSecretStore({ 'the-key': 'not a key set', 'the-pepper': pepper });

  await fillSecrets(store, NAMES);

  expect(store.writes.map(({ secretName }) => secretName)).toEqual(['the-key']);
  expect(store.valueOf('the-pepper')).toBe(pepper);
});

test('fails when the store cannot be read, and writes nothing', async () => {
  const store = new FakeSecretStore({});

  await expect(fillSecrets(store, NAMES)).rejects.toThrow('the-key');
  expect(store.writes).toEqual([]);
});
