import { createECDH } from 'node:crypto';
import * as fc from 'fast-check';
import { DEVICE_HEADER, deviceKeyOf } from '../../../service/codes/device-key';
import { runs } from '../fixtures/runs';

const check = (value: string | string[] | undefined) => deviceKeyOf({ [DEVICE_HEADER]: value });

test('a phone need not send a key', () => {
  expect(check(undefined)).toBeUndefined();
});

test('every compressed point of P-256 is one', () => {
  for (let at = 0; at < 64; at += 1) {
    const key = createECDH('prime256v1').generateKeys('base64url', 'compressed');
    expect(check(key)).toBe(key);
  }
});

test('what is taken is exactly 33 bytes that begin with 2 or 3', () => {
  const bytes = fc.tuple(
    fc.integer({ min: 0, max: 255 }),
    fc.uint8Array({ minLength: 30, maxLength: 34 }),
  );
  fc.assert(
    fc.property(bytes, ([first, rest]) => {
      const text = Buffer.from([first, ...rest]).toString('base64url');
      const isKey = (first === 2 || first === 3) && rest.length === 32;
      if (isKey) expect(check(text)).toBe(text);
      else expect(() => check(text)).toThrow(DEVICE_HEADER);
    }),
    { numRuns: runs(500) },
  );
});

test.each([
  ['nothing', ''],
  ['another alphabet', `A/${'a'.repeat(42)}`],
  ['padding', `Ag${'a'.repeat(41)}=`],
  ['a line end', `Ag${'a'.repeat(42)}\n`],
  ['two keys', ['Ag'.padEnd(44, 'a'), 'Ag'.padEnd(44, 'a')]],
])('fails for %s, and names the header', (_what, value) => {
  expect(() => check(value)).toThrow(
    expect.objectContaining({ code: 'KAPOK_FIELD_INVALID', field: DEVICE_HEADER }),
  );
});
