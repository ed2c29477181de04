import * as fc from 'fast-check';
import type { Fact } from '../../../service/facts/fact';
import { decide } from '../../../service/rules/colour';
import { replay } from '../../../service/rules/replay';
import { runs } from '../fixtures/runs';
import { CHANGING_RULES, histories, instants } from './histories';

const HOUR = 3_600_000;

/** The same facts, each taken up to a day after it happened. */
const taken = histories.chain((facts) =>
  fc.array(fc.nat(24), { minLength: facts.length, maxLength: facts.length }).map((hours) =>
    facts.map((fact, at): Fact => {
      const receivedMs = Date.parse(fact.eventTime) + (hours[at] as number) * HOUR;
      return { ...fact, receivedAt: new Date(receivedMs).toISOString() };
    }),
  ),
);

test('out of all facts of later and the versions it named, a decision comes out the same', () => {
  const { ruleSets, riskAreas, calendar } = CHANGING_RULES;
  fc.assert(
    fc.property(taken, instants, (facts, now) => {
      const knownThen = facts.filter(({ receivedAt }) => Date.parse(receivedAt) <= now);
      const { nextChange, nextPanelChangeMs, ...decision } = decide(knownThen, CHANGING_RULES, now);
      const ruleSet = ruleSets.find(({ version }) => version === decision.ruleVersion)!;
      const areas = riskAreas.find(({ version }) => version === decision.riskAreasVersion)!;
      expect(replay(facts, { ruleSet, riskAreas: areas, calendar }, now)).toEqual(decision);
    }),
    { numRuns: runs(1_000) },
  );
});
