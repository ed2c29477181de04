import { isRegister, makeRegister } from '../../../lambda/credential-secrets/public-keys';

const KEY = { kty: 'EC', crv: 'P-256', kid: 'suikang', x: 'x', y: 'y' };

const register = (...keys: unknown[]) => JSON.stringify({ keys });

test.each([
  ['an empty one', makeRegister()],
  ['one key', register(KEY)],
  ['a key that says whose it is', register({ ...KEY, kapok: { role: 'channel' } })],
  ['keys of several types', register(KEY, { kty: 'RSA', kid: 'b' }, { kty: 'OKP', kid: 'c' })],
])('takes %s for a register', (_, value) => {
  expect(isRegister(value)).toBe(true);
});

test.each([
  ['a text that is not JSON', 'suikang'],
  ['JSON that is not an object', 'null'],
  ['a list', '[]'],
  ['an object without keys', '{}'],
  ['keys that are no list', '{"keys":{}}'],
  ['a key that is no object', register('suikang')],
  ['a key without a name', register({ ...KEY, kid: undefined })],
  ['a key with an empty name', register({ ...KEY, kid: '' })],
  ['a shared secret', register({ kty: 'oct', kid: 'a', k: 'secret' })],
])('refuses %s', (_, value) => {
  expect(isRegister(value)).toBe(false);
});

test.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])(
  'refuses a key with its private member %s: a register is read by many',
  (member) => {
    expect(isRegister(register(KEY, { ...KEY, kid: 'other', [member]: 'private' }))).toBe(false);
  },
);
