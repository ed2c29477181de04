import { isObject, tryParseJson } from '../json-value';
import type { StoredKeySet } from './key-set';

const PUBLIC_MEMBERS = ['x', 'y', 'kid'] as const;

/** Reads a secret's value; undefined for one that the service would not take for a key set. */
export function tryReadKeySet(value: string): StoredKeySet | undefined {
  const set = tryParseJson(value);
  return isKeySet(set) ? set : undefined;
}

function isKeySet(set: unknown): set is StoredKeySet {
  if (!isObject(set)) return false;
  const { current, next, previous } = set;
  return (
    isKey(current) &&
    isText(current.d) &&
    (next === undefined || isNextKey(next)) &&
    Array.isArray(previous) &&
    previous.every(isRetiredKey)
  );
}

function isNextKey(key: unknown): boolean {
  return isKey(key) && isText(key.d) && isTime(key.madeAt);
}

/** Nobody looks at a private number here: the next rotation leaves it out. */
function isRetiredKey(key: unknown): boolean {
  return isKey(key) && (key.retiredAt === undefined || isTime(key.retiredAt));
}

function isKey(key: unknown): key is Record<string, unknown> {
  return (
    isObject(key) &&
    key.kty === 'EC' &&
    key.crv === 'P-256' &&
    PUBLIC_MEMBERS.every((member) => isText(key[member]))
  );
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
