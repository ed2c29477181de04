import { randomBytes } from 'node:crypto';

/** As long as the digest it is mixed into: 32 bytes, 64 hexadecimal characters. */
const PEPPER_BYTES = 32;

/** Makes a pepper. */
export function makePepper(): string {
  return randomBytes(PEPPER_BYTES).toString('hex');
}

/** Whether the service takes a secret's value for a pepper. */
export function isPepper(value: string): boolean {
  return /^[0-9a-f]{64}$/i.test(value.trim());
}
