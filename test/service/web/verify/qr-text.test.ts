import * as fc from 'fast-check';
import { QR_TEXT_LENGTH, tryReadQrText } from '../../../../service/web/verify/qr-text';
import { runs } from '../../fixtures/runs';

const PROOF = 'A'.repeat(86);

test('reads a credential alone, with what a paste leaves around it', () => {
  expect(tryReadQrText(' a.b.c\n')).toEqual({ jws: 'a.b.c' });
});

test('reads a credential with the picture that proves its phone', () => {
  expect(tryReadQrText(`a.b.c.54728.${PROOF}`)).toEqual({
    jws: 'a.b.c',
    picture: { epoch: 54_728, signedText: 'a.b.c.54728', signature: new Uint8Array(64) },
  });
});

test.each([
  ['nothing', ''],
  ['two parts', 'a.b'],
  ['an epoch without a proof', 'a.b.c.54728'],
  ['a proof without an epoch', `a.b.c.${PROOF}`],
  ['an empty part', `a..c.54728.${PROOF}`],
  ['a sixth part', `a.b.c.54728.${PROOF}.x`],
  ['an epoch with a leading zero, which would sign another text', `a.b.c.054728.${PROOF}`],
  ['a negative epoch', `a.b.c.-1.${PROOF}`],
  ['an epoch of 11 digits', `a.b.c.12345678901.${PROOF}`],
  ['a short proof', `a.b.c.54728.${PROOF.slice(1)}`],
  ['padding', 'a.b.c='],
  ['full-width digits', `a.b.c.５４７２８.${PROOF}`],
  ['too much', `a.b.${'c'.repeat(QR_TEXT_LENGTH)}`],
])('fails for %s', (_, text) => {
  expect(tryReadQrText(text)).toBeUndefined();
});

test('never throws, and gives back what it read', () => {
  const part = fc.stringMatching(/^[\w-]{1,40}$/);
  const noise = fc.string({ maxLength: 200 });
  fc.assert(
    fc.property(fc.oneof(noise, fc.array(part, { maxLength: 6 })), (given) => {
      const text = typeof given === 'string' ? given : given.join('.');
      const qr = tryReadQrText(text);
      if (qr !== undefined) expect(text.trim().startsWith(qr.jws)).toBe(true);
    }),
    { numRuns: runs(200) },
  );
});
