import type { Bytes } from './base64url';

// NIST P-256 (FIPS 186-4, D.1.2.3): y^2 = x^3 - 3x + B modulo P.
const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

const COORDINATE_BYTES = 32;

/**
 * The uncompressed form of a compressed point, which every browser imports; undefined when there is no
 * such point on the curve. P is 3 modulo 4, so a square's root is its (P + 1) / 4th power.
 */
export function tryUncompress(point: Bytes): Bytes | undefined {
  const [sign] = point;
  if (point.length !== 1 + COORDINATE_BYTES || (sign !== 2 && sign !== 3)) return undefined;
  const x = numberOf(point.subarray(1));
  const square = (x ** 3n - 3n * x + B) % P;
  const root = power(square, (P + 1n) / 4n);
  if (x >= P || (root * root) % P !== square) return undefined;
  // Of the two roots one is even and one odd; none is 0, since the curve has a prime order.
  const y = root % 2n === BigInt(sign % 2) ? root : P - root;
  const uncompressed = new Uint8Array(1 + 2 * COORDINATE_BYTES);
  uncompressed[0] = 4;
  uncompressed.set(point.subarray(1), 1);
  for (let at = 0, rest = y; rest > 0n; at += 1, rest >>= 8n) {
    uncompressed[uncompressed.length - 1 - at] = Number(rest & 255n);
  }
  return uncompressed;
}

function numberOf(bytes: Bytes): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let factor = base, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % P;
    factor = (factor * factor) % P;
  }
  return result;
}
