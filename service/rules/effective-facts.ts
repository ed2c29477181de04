import {
  type CorrectionFact,
  type Fact,
  factRecordKey,
  factSortKey,
  type StatementFact,
  type TestBody,
  type VisitBody,
} from '../facts/fact';

/** What counts at one instant, once corrections are applied. */
export interface EffectiveFacts {
  readonly tests: readonly TestBody[];
  readonly visits: readonly VisitBody[];
}

/**
 * Results that are out, stays that have begun and corrections that were made by `nowMs`. The newest
 * correction of a fact is the one that holds. Where a source contradicts itself under one record
 * number every version counts, and so the more cautious one decides: a positive result beside a
 * negative one of the same sample, a stay in a risk area beside one elsewhere, the later leaving.
 */
export function effectiveFacts(facts: readonly Fact[], nowMs: number): EffectiveFacts {
  const corrections = newestCorrections(facts, nowMs);
  const tests: TestBody[] = [];
  const visits: VisitBody[] = [];
  for (const fact of facts) {
    if (fact.kind === 'correction') continue;
    for (const body of bodiesOf(fact, corrections).filter(isCounted)) {
      if ('result' in body) {
        if (Date.parse(body.resultAt) <= nowMs) tests.push(body);
      } else if (Date.parse(body.enteredAt) <= nowMs) {
        visits.push(body);
      }
    }
  }
  return { tests, visits };
}

/** By the sort key of the fact that was wrong: all versions of its newest correction. */
type Corrections = ReadonlyMap<string, readonly CorrectionFact[]>;

const NO_CORRECTIONS: Corrections = new Map();

function newestCorrections(facts: readonly Fact[], nowMs: number): Corrections {
  if (!facts.some(({ kind }) => kind === 'correction')) return NO_CORRECTIONS;
  const newest = new Map<string, CorrectionFact[]>();
  for (const fact of facts) {
    if (fact.kind !== 'correction' || Date.parse(fact.eventTime) > nowMs) continue;
    const { corrects } = fact.body;
    const rivals = newest.get(corrects);
    // A total order that no arrival can change: the key of a record begins with the time.
    const order = rivals === undefined ? 1 : compare(fact, rivals[0] as CorrectionFact);
    if (order > 0) newest.set(corrects, [fact]);
    else if (order === 0) rivals?.push(fact);
  }
  return newest;
}

function compare(one: CorrectionFact, other: CorrectionFact): number {
  const [a, b] = [factRecordKey(one), factRecordKey(other)];
  if (a === b) return 0;
  return a > b ? 1 : -1;
}

function bodiesOf(fact: StatementFact, corrections: Corrections): readonly StatementFact['body'][] {
  const holding = corrections.size > 0 ? corrections.get(factSortKey(fact)) : undefined;
  return holding === undefined
    ? [fact.body]
    : holding.flatMap(({ body }) => body.replacement ?? []);
}

/** Whether a body is one that this version's rules look at. */
export function isCounted(body: StatementFact['body'] | undefined): body is TestBody | VisitBody {
  return (
    body !== undefined && ('result' in body || ('areaCode' in body && !('declaredAt' in body)))
  );
}
