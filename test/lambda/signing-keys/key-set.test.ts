import { CompactSign, calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { makeKeySet, publicHalf } from '../../../lambda/signing-keys/key-set';

const NOW_MS = Date.parse('2022-01-10T00:31:00.000Z');

const makeSet = () => makeKeySet(NOW_MS);

test.each(['current', 'next'] as const)(
  'makes a %s key that signs what its public half verifies',
  async (role) => {
    const key = makeSet()[role];

    const signed = await new CompactSign(new TextEncoder().encode('green'))
      .setProtectedHeader({ alg: 'ES256', kid: key.kid })
      .sign(await importJWK({ ...key }));
    const { payload } = await compactVerify(signed, await importJWK({ ...publicHalf(key) }));

    expect(new TextDecoder().decode(payload)).toBe('green');
  },
);

test('names keys by their RFC 7638 thumbprint', async () => {
  const { current, next } = makeSet();

  for (const key of [current, next]) {
    expect(key.kid).toBe(await calculateJwkThumbprint({ ...key }, 'sha256'));
  }
});

test('makes other keys every time', () => {
  const kids = [makeSet(), makeSet()].flatMap(({ current, next }) => [current.kid, next.kid]);

  expect(new Set(kids).size).toBe(4);
});

test('says when the next key was made', () => {
  expect(makeSet().next.madeAt).toBe('2022-01-10T00:31:00.000Z');
});

test('a public half holds nothing private and nothing of a key’s past', () => {
  const { next } = makeSet();

  expect(Object.keys(publicHalf(next)).sort()).toEqual([
    'alg',
    'crv',
    'kid',
    'kty',
    'use',
    'x',
    'y',
  ]);
});
