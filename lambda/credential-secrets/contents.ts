import { makeKeySet, makeNextKey } from '../signing-keys/key-set';
import { tryReadKeySet } from '../signing-keys/read-key-set';
import { isPepper, makePepper } from './pepper';
import { isRegister, makeRegister } from './public-keys';

/** What a secret is to hold. */
export interface SecretContent {
  /** The same in words. */
  readonly allowed: string;
  isValid(value: string): boolean;
  make(nowMs: number): string;
  /**
   * A valid value with what it lacks, or undefined when it lacks nothing; all that it holds stays.
   * @default nothing is ever lacking
   */
  tryComplete?(value: string, nowMs: number): string | undefined;
}

/** The keys that sign credentials; a set from before rotation gets its first next key. */
export const KEY_SET: SecretContent = {
  allowed: 'a set of ES256 keys',
  isValid: (value) => tryReadKeySet(value) !== undefined,
  make: (nowMs) => JSON.stringify(makeKeySet(nowMs)),
  tryComplete: (value, nowMs) => {
    const set = tryReadKeySet(value);
    if (set === undefined || set.next !== undefined) return undefined;
    return JSON.stringify({ ...set, next: makeNextKey(nowMs) });
  },
};

/** What hides ID numbers. */
export const PEPPER: SecretContent = {
  allowed: '64 hexadecimal characters',
  isValid: isPepper,
  make: makePepper,
};

/** Public keys of those that may sign requests. */
export const REGISTER: SecretContent = {
  allowed: 'a JWK set of public keys that each have a kid',
  isValid: isRegister,
  make: makeRegister,
};
