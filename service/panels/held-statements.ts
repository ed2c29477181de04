import {
  type CorrectionFact,
  type Fact,
  type FactBodies,
  factRecordKey,
  factSortKey,
  type StatementKind,
} from '../facts/fact';

/**
 * What facts of one kind say at an instant: a fact says what its newest correction by its own source
 * says, or nothing when that withdraws it. Where a source contradicts itself every version is listed.
 */
export function heldStatements<Kind extends StatementKind>(
  facts: readonly Fact[],
  kind: Kind,
  nowMs: number,
): FactBodies[Kind][] {
  return facts.flatMap((fact) => {
    if (fact.kind !== kind) return [];
    const key = factSortKey(fact);
    const corrections = facts.filter(
      (other): other is CorrectionFact =>
        other.kind === 'correction' &&
        other.body.corrects === key &&
        other.source === fact.source &&
        Date.parse(other.eventTime) <= nowMs,
    );
    const newest = corrections.map(factRecordKey).reduce((a, b) => (a > b ? a : b), '');
    if (newest === '') return [fact.body as FactBodies[Kind]];
    return corrections
      .filter((correction) => factRecordKey(correction) === newest)
      .flatMap(({ body }) => (body.replacement as FactBodies[Kind] | undefined) ?? []);
  });
}
