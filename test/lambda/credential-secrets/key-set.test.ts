import { CompactSign, calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { isKeySet, makeKeySet } from '../../../lambda/credential-secrets/key-set';
import { readSigningKeys } from '../../../service/secrets/secret-values';

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

function withPrevious(changes: object): string {
  const { current } = makeKeySet();
  return JSON.stringify({ current, previous: [{ ...makeKeySet().current, ...changes }] });
}

test.each([
  ['its own set', JSON.stringify(makeKeySet())],
  ['a set with a previous key', withPrevious({})],
  ['a previous key without its private number', withPrevious({ d: undefined })],
  ['a key under an id of its own', changed({ kid: 'mine' })],
  ['a key that does not say its algorithm', changed({ alg: undefined, use: undefined })],
  ['a key that says more', changed({ ext: true })],
])('takes %s as the service does', (_, value) => {
  expect(isKeySet(value)).toBe(true);
  expect(() => readSigningKeys(value)).not.toThrow();
});

test.each([
  ['a text that is not JSON', 'green'],
  ['JSON that is not an object', 'null'],
  ['a list', '[]'],
  ['an object without keys', '{}'],
  ['a set without a list of previous keys', JSON.stringify({ current: makeKeySet().current })],
  ['a set whose current key is nothing', JSON.stringify({ current: null, previous: [] })],
  ['a key of another type', changed({ kty: 'OKP' })],
  ['a key of another curve', changed({ crv: 'P-384' })],
  ['a key without its private number', changed({ d: undefined })],
  ['a key with an empty private number', changed({ d: '' })],
  ['a key without an id', changed({ kid: undefined })],
  ['a key whose public part is no text', changed({ x: 1 })],
  ['a previous key without its public part', withPrevious({ y: undefined })],
  ['a previous key whose private number is nothing', withPrevious({ d: null })],
])('refuses %s as the service does', (_, value) => {
  expect(isKeySet(value)).toBe(false);
  expect(() => readSigningKeys(value)).toThrow();
});
