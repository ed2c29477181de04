import { CompactSign, calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { isKeySet, makeKeySet } from '../../../lambda/credential-secrets/key-set';

function changed(changes: object): string {
  const { current, previous } = makeKeySet();
  return JSON.stringify({ current: { ...current, ...changes }, previous });
}

test('makes a key that signs what its public part verifies', async () => {
  const { current } = makeKeySet();
  const { d: _, ...publicKey } = current;

  const signed = await new CompactSign(new TextEncoder().encode('green'))
    .setProtectedHeader({ alg: 'ES256', kid: current.kid })
    .sign(await importJWK({ ...current }));
  const { payload } = await compactVerify(signed, await importJWK({ ...publicKey }));

  expect(new TextDecoder().decode(payload)).toBe('green');
});

test('names a key by its RFC 7638 thumbprint', async () => {
  const { current } = makeKeySet();

  expect(current.kid).toBe(await calculateJwkThumbprint({ ...current }, 'sha256'));
});

test('makes another key every time', () => {
  expect(makeKeySet().current.kid).not.toBe(makeKeySet().current.kid);
});

test('takes its own key set as valid, with and without previous keys', () => {
  const set = makeKeySet();

  expect(isKeySet(JSON.stringify(set))).toBe(true);
  expect(isKeySet(JSON.stringify({ ...set, previous: [makeKeySet().current] }))).toBe(true);
});

test.each([
  ['a text that is not JSON', 'green'],
  ['JSON that is not an object', 'null'],
  ['an object without keys', '{}'],
  ['a set without a list of previous keys', JSON.stringify({ current: makeKeySet().current })],
  ['a key under another id', changed({ kid: 'mine' })],
  ['a key for another algorithm', changed({ alg: 'ES384' })],
  ['a key of another curve', changed({ crv: 'P-384' })],
  ['a key without its private number', changed({ d: undefined })],
  ['a private number of another key', changed({ d: makeKeySet().current.d })],
  ['a public part of another key', changed({ x: makeKeySet().current.x })],
])('refuses %s', (_, value) => {
  expect(isKeySet(value)).toBe(false);
});
