import type { Bytes } from './base64url';

/** Type in the header of the revocation list, so that no other token passes for it. */
export const REVOCATIONS_TYPE = 'kapok-revocations+jwt';

/** Age at which a list no longer stands for who is revoked: twenty reads of 30 s. */
export const REVOCATIONS_LIFE_SECONDS = 10 * 60;

/**
 * Bytes of SHA-256 that stand for a pseudonym. Of 40 bits, 127 million codes of a day meet 20,000
 * entries by chance 127e6 * 20e3 / 2^40 = 2.3 times; such a person asks for a new code.
 */
export const HASH_BYTES = 5;

/** Bytes of an entry: the hash, then the second up to which it is revoked. */
export const ENTRY_BYTES = HASH_BYTES + 4;

/**
 * The last second up to which the credentials of a pseudonym are revoked, if they are; entries are
 * sorted, so the last one with the hash counts.
 */
export function revokedUpTo(entries: Uint8Array, hash: Uint8Array): number | undefined {
  let low = 0;
  let high = Math.floor(entries.length / ENTRY_BYTES);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(entries, middle * ENTRY_BYTES, hash) <= 0) low = middle + 1;
    else high = middle;
  }
  const at = (low - 1) * ENTRY_BYTES;
  if (at < 0 || compare(entries, at, hash) !== 0) return undefined;
  return new DataView(entries.buffer, entries.byteOffset + at + HASH_BYTES).getUint32(0);
}

function compare(entries: Uint8Array, from: number, hash: Uint8Array): number {
  for (let at = 0; at < HASH_BYTES; at += 1) {
    const difference = (entries[from + at] as number) - (hash[at] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The beginning of a digest that stands for a pseudonym. */
export function shortHash(digest: ArrayBuffer | Bytes): Bytes {
  return new Uint8Array(digest as ArrayBuffer).subarray(0, HASH_BYTES);
}
