import { createHash } from 'node:crypto';
import type { StoredFact } from '../adapters/fact-tables';

/** Counts of the facts a merge has seen: each is identical, missing or differing. */
export interface MergeCounts {
  readonly read: number;
  /** In both tables, and equal. */
  readonly identical: number;
  /** Not in the live table when it was looked at. */
  readonly missing: number;
  /** Of the missing ones: put into the live table by this merge. */
  readonly added: number;
  /** In both tables, and saying different things; left as they are. */
  readonly differing: number;
}

/** How far one segment of the restored table has been read. */
export interface SegmentProgress {
  readonly done: boolean;
  /** Key of the last fact that was dealt with. @default none was */
  readonly from?: StoredFact;
}

/** How far a merge has come, and what it has found. */
export interface MergeProgress {
  readonly segments: readonly SegmentProgress[];
  readonly counts: MergeCounts;
  /** Digests of the keys of differing facts, the first `DIFFERING_SHOWN`. */
  readonly differing: readonly string[];
}

/**
 * Differing facts that are named: a damage of more is not mended fact by fact. 1,000 digests are 20 kB
 * of an answer that may have 6 MB.
 */
export const DIFFERING_SHOWN = 1_000;

/** Digits of a key's digest: 64 bits tell any two of a billion facts apart. */
const DIGEST_DIGITS = 16;

const NOTHING: MergeCounts = { read: 0, identical: 0, missing: 0, added: 0, differing: 0 };

/** A merge that has not begun. */
export function newProgress(segments: number): MergeProgress {
  const untouched: SegmentProgress = { done: false };
  return {
    segments: Array.from({ length: segments }, () => untouched),
    counts: NOTHING,
    differing: [],
  };
}

/** What was found in some facts. */
export interface Findings {
  readonly counts: MergeCounts;
  readonly differing: readonly string[];
}

/** Findings of one fact, or of several together. */
export function findings(...parts: readonly Partial<MergeCounts>[]): MergeCounts {
  return parts.reduce<MergeCounts>(
    (sum, part) => ({
      read: sum.read + (part.read ?? 0),
      identical: sum.identical + (part.identical ?? 0),
      missing: sum.missing + (part.missing ?? 0),
      added: sum.added + (part.added ?? 0),
      differing: sum.differing + (part.differing ?? 0),
    }),
    NOTHING,
  );
}

/** Names a fact without saying whose it is. */
export function keyDigest({ person, fact }: StoredFact): string {
  const key = `${person?.S}\n${fact?.S}`;
  return createHash('sha256').update(key).digest('hex').slice(0, DIGEST_DIGITS);
}
