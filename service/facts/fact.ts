/**
 * Facts and their keys. A fact lies under `person#<personKey>` and
 * `<kind>#<eventTime>#<source>#<recordId>#<digest>`, the digest being the first 16 digits of its
 * own. So what two regions take under one record number lies side by side after replication, where
 * the last writer would otherwise replace the other's record without a word.
 */

/** Digits of the digest in a key, 64 bits: versions of one record are a handful. */
export const KEY_DIGEST_DIGITS = 16;

/** What every fact has, whatever it says. */
interface FactBase {
  /** Whose fact it is, see `PersonKeys`. */
  readonly personKey: string;
  /**
   * When what it says happened, ISO 8601 in UTC with milliseconds: its text sorts like the time.
   */
  readonly eventTime: string;
  /** Who sent it. */
  readonly source: string;
  /** The source's own number for it. */
  readonly recordId: string;
  /** Digest of all the source said; tells a repetition from a contradiction. */
  readonly digest: string;
  /** When this service took it, ISO 8601. */
  readonly receivedAt: string;
}

/** What a laboratory found. */
export interface TestBody {
  readonly result: 'negative' | 'positive';
  readonly sampledAt: string;
  readonly resultAt: string;
  readonly laboratory: string;
}

/** Where a person stayed. */
export interface VisitBody {
  /** Six digits of GB/T 2260. */
  readonly areaCode: string;
  readonly enteredAt: string;
  readonly leftAt: string;
}

/** What puts another fact right: it replaces its body or, without one, withdraws it. */
export interface CorrectionBody {
  /** Sort key of the fact that was wrong. */
  readonly corrects: string;
  readonly replacement?: TestBody | VisitBody;
}

/** A nucleic-acid test; its event is the sampling. */
export interface TestFact extends FactBase {
  readonly kind: 'nucleic-acid-test';
  readonly body: TestBody;
}

/** A stay in a district; its event is the entry. */
export interface VisitFact extends FactBase {
  readonly kind: 'visit';
  readonly body: VisitBody;
}

/** A correction; facts are never changed, so that two regions cannot disagree about one. */
export interface CorrectionFact extends FactBase {
  readonly kind: 'correction';
  readonly body: CorrectionBody;
}

/** One health record about a person. */
export type Fact = TestFact | VisitFact | CorrectionFact;

/** The key of a fact in the table, and in the acknowledgement of its source. */
export interface FactKey {
  readonly person: string;
  readonly fact: string;
}

/** Partition key of a person's facts. */
export function personPartition(personKey: string): string {
  return `person#${personKey}`;
}

/** What the source calls a record: versions of it that contradict each other share this. */
export function factRecordKey(
  fact: Pick<Fact, 'kind' | 'eventTime' | 'source' | 'recordId'>,
): string {
  return `${fact.kind}#${fact.eventTime}#${fact.source}#${fact.recordId}`;
}

/** Beginning of the sort keys of all versions of a record; no part of it can hold a `#`. */
export function factVersionsPrefix(fact: Fact): string {
  return `${factRecordKey(fact)}#`;
}

/** Sort key of a fact: its kind and time first, so that a range of them can be read. */
export function factSortKey(fact: Fact): string {
  return `${factVersionsPrefix(fact)}${fact.digest.slice(0, KEY_DIGEST_DIGITS)}`;
}

/** The whole key of a fact. */
export function factKey(fact: Fact): FactKey {
  return { person: personPartition(fact.personKey), fact: factSortKey(fact) };
}
