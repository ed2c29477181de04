import {
  type CorrectionFact,
  type Fact,
  factSortKey,
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
 * correction of a fact is the one that holds.
 */
export function effectiveFacts(facts: readonly Fact[], nowMs: number): EffectiveFacts {
  const corrections = newestCorrections(facts, nowMs);
  const tests: TestBody[] = [];
  const visits: VisitBody[] = [];
  for (const fact of facts) {
    if (fact.kind === 'correction') continue;
    const body = corrected(fact, corrections);
    if (body === undefined) continue;
    if ('result' in body) {
      if (Date.parse(body.resultAt) <= nowMs) tests.push(body);
    } else if (Date.parse(body.enteredAt) <= nowMs) {
      visits.push(body);
    }
  }
  return { tests, visits };
}

type Corrections = ReadonlyMap<string, CorrectionFact>;

const NO_CORRECTIONS: Corrections = new Map();

function newestCorrections(facts: readonly Fact[], nowMs: number): Corrections {
  if (!facts.some(({ kind }) => kind === 'correction')) return NO_CORRECTIONS;
  const newest = new Map<string, CorrectionFact>();
  for (const fact of facts) {
    if (fact.kind !== 'correction' || Date.parse(fact.eventTime) > nowMs) continue;
    const rival = newest.get(fact.body.corrects);
    if (rival === undefined || rank(fact) > rank(rival)) newest.set(fact.body.corrects, fact);
  }
  return newest;
}

/** A total order that no arrival can change: the sort key begins with the time. */
function rank(correction: CorrectionFact): string {
  return `${factSortKey(correction)}#${correction.digest}`;
}

function corrected(
  fact: Exclude<Fact, CorrectionFact>,
  corrections: Corrections,
): TestBody | VisitBody | undefined {
  const correction = corrections.size > 0 ? corrections.get(factSortKey(fact)) : undefined;
  return correction === undefined ? fact.body : correction.body.replacement;
}
