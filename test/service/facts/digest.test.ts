import * as fc from 'fast-check';
import { canonicalJson, digestOf, type JsonValue } from '../../../service/facts/digest';
import { runs } from '../fixtures/runs';

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

test('the order of keys changes nothing, and the text reads back as the same data', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const data = JSON.parse(JSON.stringify(value)) as JsonValue;
      expect(canonicalJson(reversed(data))).toBe(canonicalJson(data));
      expect(JSON.parse(canonicalJson(data))).toEqual(data);
    }),
    { numRuns: runs(100) },
  );
});

test('any difference changes the digest', () => {
  expect(digestOf({ a: 1, b: [1, 2] })).not.toBe(digestOf({ a: 1, b: [2, 1] }));
  expect(digestOf({ a: null })).not.toBe(digestOf({}));
  expect(digestOf({ a: '1' })).not.toBe(digestOf({ a: 1 }));
});
