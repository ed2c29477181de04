import {
  type KeySet,
  makeNextKey,
  type PublicKey,
  publicHalf,
  type RetiredKey,
  type SigningKey,
  type StoredKeySet,
} from '../signing-keys/key-set';
import { NEXT_LEAD_MS, PENDING_LIFE_MS, RETIRED_LIFE_MS } from '../signing-keys/key-times';

/** A set whose next key may sign, or that has none yet. */
export function isRipe({ next }: StoredKeySet, nowMs: number): boolean {
  return next === undefined || nowMs - Date.parse(next.madeAt) >= NEXT_LEAD_MS;
}

/** Whether a prepared set is so old that its times no longer say when its keys changed roles. */
export function isStale({ next }: StoredKeySet, nowMs: number): boolean {
  return next === undefined || nowMs - Date.parse(next.madeAt) > PENDING_LIFE_MS;
}

/**
 * The set after a ripe one: the next key signs, the current one only verifies, and a new one is
 * published. Without a next key nothing changes its role: a key that nobody knows cannot sign.
 */
export function rotateKeySet(set: StoredKeySet, nowMs: number): KeySet {
  const { current, next, previous } = set;
  const madeNext = makeNextKey(nowMs);
  const retired = previous
    .map((key) => retire(key, nowMs))
    .filter(({ retiredAt }) => nowMs - Date.parse(retiredAt) < RETIRED_LIFE_MS);
  if (next === undefined) return { current, next: madeNext, previous: retired };
  return { current: signer(next), next: madeNext, previous: [retire(current, nowMs), ...retired] };
}

/**
 * Whether a set may follow another: it signs with a key that the other publishes, and publishes the
 * key that the other signs with. What changed the secret in between may have broken that.
 */
export function mayFollow(after: StoredKeySet, before: StoredKeySet): boolean {
  return publishedIds(before).has(after.current.kid) && publishedIds(after).has(before.current.kid);
}

function publishedIds({ current, next, previous }: StoredKeySet): ReadonlySet<string> {
  return new Set(
    [current, ...(next === undefined ? [] : [next]), ...previous].map(({ kid }) => kid),
  );
}

function signer(key: SigningKey): SigningKey {
  return { ...publicHalf(key), d: key.d };
}

/** A key that does not say when it was retired counts from now. */
function retire(key: PublicKey & Partial<RetiredKey>, nowMs: number): RetiredKey {
  return { ...publicHalf(key), retiredAt: key.retiredAt ?? new Date(nowMs).toISOString() };
}
