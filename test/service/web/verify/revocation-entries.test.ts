import * as fc from 'fast-check';
import { ENTRY_BYTES, revokedUpTo } from '../../../../service/web/verify/revocation-entries';
import { runs } from '../../fixtures/runs';

const hashes = fc.oneof(
  // Few, so that they are found.
  fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 5 }),
  fc.array(fc.nat(255), { minLength: 5, maxLength: 5 }),
);
const seconds = fc.nat(0xffffffff);

function packed(records: readonly (readonly [number[], number])[]): Buffer {
  const entries = records.map(([hash, second]) => {
    const entry = Buffer.alloc(ENTRY_BYTES);
    entry.set(hash);
    entry.writeUInt32BE(second, 5);
    return entry;
  });
  return Buffer.concat(entries.sort(Buffer.compare));
}

test('finds what looking at every entry finds: the last second of the hash', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(hashes, seconds)), hashes, (records, wanted) => {
      const found = records.filter(([hash]) => hash.join() === wanted.join()).map(([, at]) => at);
      const expected = found.length === 0 ? undefined : Math.max(...found);
      expect(revokedUpTo(packed(records), Uint8Array.from(wanted))).toBe(expected);
    }),
    { numRuns: runs(300) },
  );
});

test('looks into a part of a greater buffer', () => {
  const whole = Buffer.concat([Buffer.alloc(3, 9), packed([[[1, 2, 3, 4, 5], 77]])]);
  expect(revokedUpTo(whole.subarray(3), Uint8Array.of(1, 2, 3, 4, 5))).toBe(77);
});
