import { isObject, tryParseJson } from '../json-value';

const KEY_TYPES: readonly unknown[] = ['EC', 'OKP', 'RSA'];

// RFC 7518, section 6: the members that only the owner of a key may know.
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;

/** Makes a register of public keys with nobody in it; whoever operates the plan adds to it. */
export function makeRegister(): string {
  return JSON.stringify({ keys: [] });
}

/**
 * Whether a secret's value is a JWK set of named public keys, and of public keys alone. Whose a key is,
 * in its member `kapok`, is not asked: the service passes over entries that it cannot use and names them,
 * and one of them must not stop a deployment in the middle.
 */
export function isRegister(value: string): boolean {
  const set = tryParseJson(value);
  return isObject(set) && Array.isArray(set.keys) && set.keys.every(isPublicKey);
}

function isPublicKey(key: unknown): boolean {
  return (
    isObject(key) &&
    KEY_TYPES.includes(key.kty) &&
    typeof key.kid === 'string' &&
    key.kid !== '' &&
    PRIVATE_MEMBERS.every((member) => key[member] === undefined)
  );
}
