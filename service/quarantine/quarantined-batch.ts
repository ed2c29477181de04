import { digestOf } from '../facts/digest';
import { type Fact, factSortKey } from '../facts/fact';
import type { RecordKind } from '../records/record-kinds';

/** What is said about a batch that waits for a second person. */
export interface BatchSummary {
  readonly batchId: string;
  readonly source: string;
  readonly kind: RecordKind;
  /** Facts in it. */
  readonly records: number;
  /** People in it. */
  readonly people: number;
  /** People of it who would turn red or yellow, or leave green. */
  readonly turned: number;
  /** When it was put in quarantine, ISO 8601. */
  readonly at: string;
  /** Digest of the public key that signed it: whoever has that key does not release it. */
  readonly keyDigest: string;
}

/** A batch that waits, with what it says; nothing of it counts for anybody's colour. */
export interface QuarantinedBatch extends BatchSummary {
  readonly facts: readonly Fact[];
}

/** What a second person may say. */
export const VERDICTS = ['release', 'reject'] as const;

/** One of `VERDICTS`. */
export type QuarantineVerdict = (typeof VERDICTS)[number];

/** What a second person said. */
export interface QuarantineDecision {
  readonly verdict: QuarantineVerdict;
  readonly supervisor: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
}

/** Where a batch stands; while `releasing`, not all of it is known to be stored. */
export type QuarantineState = 'open' | 'rejected' | 'releasing' | 'released';

/** What is known of a batch besides its facts. */
export interface QuarantineProgress {
  readonly decisions: readonly QuarantineDecision[];
  /** All of it was stored. */
  readonly isApplied: boolean;
}

/** Digits of a batch's name: 128 bits, so that no two batches share one. */
export const BATCH_ID_DIGITS = 32;

/**
 * The name of a batch, which follows from who sent what: one that is sent again is the same batch,
 * in whatever order and region, and what was said about it still holds.
 */
export function batchIdOf(source: string, facts: readonly Fact[]): string {
  const keys = facts.map((fact) => `${fact.personKey} ${factSortKey(fact)} ${fact.digest}`);
  return digestOf([source, ...keys.sort()]).slice(0, BATCH_ID_DIGITS);
}

/**
 * The decision that holds: the first. Decisions are kept side by side and ordered by what they say,
 * so every region names the same one; of two at one instant by one person the rejection.
 */
export function holdingDecision(
  decisions: readonly QuarantineDecision[],
): QuarantineDecision | undefined {
  const rank = ({ at, supervisor, verdict }: QuarantineDecision) =>
    `${at} ${supervisor} ${verdict === 'reject' ? 0 : 1}`;
  return [...decisions].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0];
}

/** Where a batch stands. */
export function stateOf({ decisions, isApplied }: QuarantineProgress): QuarantineState {
  const decision = holdingDecision(decisions);
  if (decision === undefined) return 'open';
  if (decision.verdict === 'reject') return 'rejected';
  return isApplied ? 'released' : 'releasing';
}
