import { makeKeySet, publicHalf } from '../../../lambda/signing-keys/key-set';
import { tryReadKeySet } from '../../../lambda/signing-keys/read-key-set';
import { readSigningKeys } from '../../../service/secrets/secret-values';

const SET = makeKeySet(Date.parse('2022-01-10T00:31:00.000Z'));
const OLD = publicHalf(makeKeySet(0).current);

const withCurrent = (changes: object) =>
  JSON.stringify({ ...SET, current: { ...SET.current, ...changes } });
const withNext = (changes: object) => JSON.stringify({ ...SET, next: { ...SET.next, ...changes } });
const withPrevious = (changes: object) =>
  JSON.stringify({ ...SET, previous: [{ ...OLD, ...changes }] });

test.each([
  ['its own set', JSON.stringify(SET)],
  ['a set from before rotation', JSON.stringify({ ...SET, next: undefined })],
  ['a set with a previous key', withPrevious({ retiredAt: '2022-01-10T00:31:00.000Z' })],
  ['a previous key that does not say when it was retired', withPrevious({})],
  ['a previous key that kept its private number', withPrevious({ d: SET.current.d })],
  ['a key under an id of its own', withCurrent({ kid: 'mine' })],
  ['a key that does not say its algorithm', withCurrent({ alg: undefined, use: undefined })],
  ['a key that says more', withCurrent({ ext: true })],
])('takes %s as the service does', (_, value) => {
  expect(tryReadKeySet(value)).toEqual(JSON.parse(value));
  expect(() => readSigningKeys(value)).not.toThrow();
});

test.each([
  ['a text that is not JSON', 'green'],
  ['JSON that is not an object', 'null'],
  ['a list', '[]'],
  ['an object without keys', '{}'],
  ['a set without a list of previous keys', JSON.stringify({ current: SET.current })],
  ['a set whose current key is nothing', JSON.stringify({ ...SET, current: null })],
  ['a set whose next key is nothing', JSON.stringify({ ...SET, next: null })],
  ['a current key without its private number', withCurrent({ d: undefined })],
  ['a current key with an empty private number', withCurrent({ d: '' })],
  ['a current key without an id', withCurrent({ kid: undefined })],
  ['a current key whose public part is no text', withCurrent({ x: 1 })],
  ['a current key of another curve', withCurrent({ crv: 'P-384' })],
  ['a next key without its public part', withNext({ y: undefined })],
  ['a previous key without its public part', withPrevious({ y: undefined })],
])('refuses %s as the service does', (_, value) => {
  expect(tryReadKeySet(value)).toBeUndefined();
  expect(() => readSigningKeys(value)).toThrow();
});

test.each([
  ['a next key that could not sign', withNext({ d: undefined })],
  ['a next key of an unknown age', withNext({ madeAt: undefined })],
  ['a next key made at no time', withNext({ madeAt: 'soon' })],
  ['a previous key retired at no time', withPrevious({ retiredAt: 'once' })],
])('refuses %s, which only a rotation minds', (_, value) => {
  expect(tryReadKeySet(value)).toBeUndefined();
  expect(() => readSigningKeys(value)).not.toThrow();
});
