import { createECDH, ECDH } from 'node:crypto';
import * as fc from 'fast-check';
import { tryUncompress } from '../../../../service/web/verify/p256-point';
import { compressed } from '../../fixtures/credentials';
import { runs } from '../../fixtures/runs';

const bytes = (buffer: Uint8Array) => new Uint8Array(buffer);

/** Uncompressed by OpenSSL; undefined where it finds no point. */
function byOpenSsl(point: Uint8Array): string | undefined {
  try {
    return ECDH.convertKey(point, 'prime256v1', undefined, 'hex', 'uncompressed') as string;
  } catch {
    return undefined;
  }
}

function byUs(point: Uint8Array): string | undefined {
  const uncompressed = tryUncompress(bytes(point));
  return uncompressed && Buffer.from(uncompressed).toString('hex');
}

test('uncompresses the point of any private number as OpenSSL does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (secret) => {
      const pair = createECDH('prime256v1');
      try {
        pair.setPrivateKey(secret);
      } catch {
        return;
      }
      const point = pair.getPublicKey();
      expect(byUs(compressed(point))).toBe(point.toString('hex'));
    }),
    { numRuns: runs(60) },
  );
});

test('finds a point for any 33 bytes exactly where OpenSSL does', () => {
  const signs = fc.integer({ min: 0, max: 5 });
  fc.assert(
    fc.property(signs, fc.uint8Array({ minLength: 32, maxLength: 32 }), (sign, x) => {
      const point = Buffer.concat([Buffer.of(sign), x]);
      expect(byUs(point)).toBe(sign === 2 || sign === 3 ? byOpenSsl(point) : undefined);
    }),
    { numRuns: runs(100) },
  );
});

const P = 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff';

test.each([
  ['of 32 bytes', '02'.padEnd(64, '1')],
  ['of 34 bytes', '02'.padEnd(68, '1')],
  ['that is uncompressed', `04${'11'.repeat(64)}`],
  ['whose x is the prime, which is 0 otherwise', `02${P}`],
  ['without bytes', ''],
])('fails for a point %s', (_, hex) => {
  expect(byUs(Buffer.from(hex, 'hex'))).toBeUndefined();
});

test.each(['02', '03'])('finds the point whose x is 0, with the sign %s', (sign) => {
  const point = Buffer.from(sign + '00'.repeat(32), 'hex');
  expect(byUs(point)).toBe(byOpenSsl(point));
  expect(byUs(point)).toHaveLength(130);
});
