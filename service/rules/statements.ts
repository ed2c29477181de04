import {
  type CorrectionFact,
  type Fact,
  type FactBodies,
  factRecordKey,
  factSortKey,
  type StatementKind,
} from '../facts/fact';

/** When something counts: from `sinceMs` until, but not at, `untilMs`. */
export interface Span {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Hears what a fact says, and from when until when it says that. */
export type StatementListener = (
  kind: StatementKind,
  body: FactBodies[StatementKind],
  span: Span,
) => void;

const ALWAYS: Span = {
  sinceMs: Number.NEGATIVE_INFINITY,
  untilMs: Number.POSITIVE_INFINITY,
};

/**
 * Everything that facts say, once corrections are applied: what a corrected fact said first holds
 * until the first correction, and what the newest correction says from its time on. Where a source
 * contradicts itself under one record number every version holds, so the more cautious one decides: a
 * positive result beside a negative one of the same sample, a stay in a risk area beside one
 * elsewhere. A correction by another source than that of the fact holds for nothing: what one source
 * found, no other can talk away.
 */
export function eachStatement(facts: readonly Fact[], listener: StatementListener): void {
  const corrections = correctionsByFact(facts);
  for (const fact of facts) {
    if (fact.kind === 'correction') continue;
    const { kind, body } = fact;
    const series = corrections?.get(factSortKey(fact));
    if (series === undefined) {
      listener(kind, body, ALWAYS);
      continue;
    }
    listener(kind, body, { ...ALWAYS, untilMs: (series[0] as Corrected).fromMs });
    for (const [at, { fromMs, versions }] of series.entries()) {
      const untilMs = series[at + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
      for (const {
        body: { replacement },
      } of versions) {
        if (replacement !== undefined) listener(kind, replacement, { sinceMs: fromMs, untilMs });
      }
    }
  }
}

/** One correction of a fact, with all its versions where its source contradicts itself. */
interface Corrected {
  readonly fromMs: number;
  readonly recordKey: string;
  readonly versions: CorrectionFact[];
}

/** Corrections in their order by the sort key of the fact that was wrong. */
function correctionsByFact(facts: readonly Fact[]): Map<string, Corrected[]> | undefined {
  let byFact: Map<string, Corrected[]> | undefined;
  for (const fact of facts) {
    if (fact.kind !== 'correction' || !isOfItsSource(fact)) continue;
    byFact ??= new Map();
    const { corrects } = fact.body;
    const series = byFact.get(corrects) ?? [];
    byFact.set(corrects, series);
    const recordKey = factRecordKey(fact);
    const same = series.find((other) => other.recordKey === recordKey);
    if (same !== undefined) same.versions.push(fact);
    else series.push({ fromMs: Date.parse(fact.eventTime), recordKey, versions: [fact] });
  }
  // A total order that no arrival can change: the key of a record begins with the time.
  for (const series of byFact?.values() ?? []) {
    series.sort((a, b) => (a.recordKey < b.recordKey ? -1 : 1));
  }
  return byFact;
}

/** The sort key of a fact holds its kind, time and source, in this order. */
function isOfItsSource({ source, body }: CorrectionFact): boolean {
  const [kind, , ofSource] = body.corrects.split('#', 3);
  return ofSource === source && isOfKind(kind, body.replacement);
}

/** What the rules read of a body of each kind; of other kinds they read nothing. */
const MEMBERS: { readonly [Kind in StatementKind]?: readonly (keyof FactBodies[Kind])[] } = {
  'nucleic-acid-test': ['result', 'sampledAt', 'resultAt'],
  vaccination: ['dose', 'basicDoses', 'vaccinatedAt'],
  'vaccination-exemption': ['from'],
  visit: ['areaCode', 'enteredAt', 'leftAt'],
  'health-declaration': ['declaredAt', 'symptoms', 'contact'],
  'trip-declaration': ['declaredAt', 'areaCode', 'enteredAt', 'leftAt'],
  order: ['class', 'from'],
  release: ['releasedAt'],
};

/** A correction that says something of another kind cannot be read, so the fact holds on. */
function isOfKind(kind: string | undefined, body: object | undefined): boolean {
  if (body === undefined) return true;
  const members = Object.entries(MEMBERS).find(([name]) => name === kind)?.[1];
  return members?.every((member) => member in body) ?? true;
}
