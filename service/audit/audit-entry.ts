import { digestOf, type JsonValue } from '../facts/digest';

/** What of others' data members of staff may read. */
export const AUDITED_ACTIONS = ['look-up', 'paper-code'] as const;

/** Who reads whose data, and what for. */
export interface AuditedReading {
  readonly action: (typeof AUDITED_ACTIONS)[number];
  readonly channel: string;
  /** The channel's own name of the member of staff. */
  readonly staff: string;
  readonly purpose: string;
  /** Name of the person in the audit (`PersonKeys.auditName`), never a key or a number. */
  readonly person: string;
}

/** First of a chain: which chain this process wrote before and how far it knows that one to go. */
export interface AuditAnchor {
  readonly action: 'anchor';
  /** Absent when the process has just started. */
  readonly after?: { readonly chain: string; readonly seq: number };
}

/** What an entry says beside its place in the chain. */
export type AuditContent = AuditedReading | AuditAnchor;

/** One link of a chain. */
export interface AuditEntry {
  /** `audit#<region>#<instance>#<start>`, the partition in the table of facts. */
  readonly chain: string;
  /** 0 for the anchor, then one more each. */
  readonly seq: number;
  /** ISO 8601. */
  readonly at: string;
  readonly content: AuditContent;
  /** `hash` of the entry before; of an anchor, the last one known of the chain before. */
  readonly previous: string;
  /** SHA-256 over the canonical JSON of all the rest, hex. */
  readonly hash: string;
}

/** The last entry of a chain. */
export interface ChainHead {
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
}

/** What stands before the first chain of a process: 64 zeros. */
export const GENESIS = '0'.repeat(64);

/** An entry with its hash. */
export function seal(entry: Omit<AuditEntry, 'hash'>): AuditEntry {
  return { ...entry, hash: hashOf(entry) };
}

function hashOf({ chain, seq, at, content, previous }: Omit<AuditEntry, 'hash'>): string {
  // Through JSON, so that an absent member and an undefined one are the same.
  const said = JSON.parse(JSON.stringify({ chain, seq, at, content, previous })) as JsonValue;
  return digestOf(said);
}

/** What is wrong with a chain, and where. */
export interface ChainProblem {
  /** Place among the entries given, from 0. */
  readonly index: number;
  readonly problem: 'empty' | 'order' | 'chain' | 'anchor' | 'link' | 'hash' | 'head';
}

/** What came out of the check of a chain. */
export type ChainCheck =
  | { readonly intact: true; readonly head: ChainHead }
  | ({ readonly intact: false } & ChainProblem);

/**
 * Whether entries are a whole chain, in order. Changed, removed, inserted and moved entries break it.
 * What a chain alone cannot tell is that its end was cut off, or that all of it was written anew:
 * a head from the log, given as `known`, does. Nothing at all is no chain: each has its anchor.
 */
export function verifyChain(entries: readonly AuditEntry[], known?: ChainHead): ChainCheck {
  for (const [index, entry] of entries.entries()) {
    const problem = problemOf(entry, index, entries[index - 1]);
    if (problem !== undefined) return { intact: false, index, problem };
  }
  const last = entries.at(-1);
  if (last === undefined) return { intact: false, index: 0, problem: 'empty' };
  if (known !== undefined && !isPassed(entries, known)) {
    return { intact: false, index: Math.min(known.seq, entries.length), problem: 'head' };
  }
  return { intact: true, head: headOf(last) };
}

/** The head of a chain that ends with this entry. */
export function headOf({ chain, seq, hash }: AuditEntry): ChainHead {
  return { chain, seq, hash };
}

function problemOf(
  entry: AuditEntry,
  index: number,
  before: AuditEntry | undefined,
): ChainProblem['problem'] | undefined {
  if (entry.seq !== index) return 'order';
  if ((entry.content.action === 'anchor') !== (index === 0)) return 'anchor';
  if (before !== undefined && entry.chain !== before.chain) return 'chain';
  if (before !== undefined && entry.previous !== before.hash) return 'link';
  return hashOf(entry) === entry.hash ? undefined : 'hash';
}

function isPassed(entries: readonly AuditEntry[], { chain, seq, hash }: ChainHead): boolean {
  const entry = entries[seq];
  return entry !== undefined && entry.chain === chain && entry.hash === hash;
}
