import * as fc from 'fast-check';
import type { Fact, TestFact, VisitFact } from '../../../service/facts/fact';
import { decide } from '../../../service/rules/colour';
import { LocalCalendar } from '../../../service/rules/local-calendar';
import { SEED_RISK_AREAS } from '../../../service/rules/risk-areas';
import { SEED_RULE_SET } from '../../../service/rules/rule-set';
import { createRules } from '../../../service/rules/rules-in-force';
import { correctionFact, testFact, visitFact } from '../fixtures/facts';

/** Counts shorter, and begins amid the histories. */
const SECOND_RULE_SET = {
  ...SEED_RULE_SET,
  version: '2022-01-20.1',
  effectiveFrom: '2022-01-20T00:00:00+08:00',
  riskAreaStay: { ...SEED_RULE_SET.riskAreaStay, countedDays: 5 },
};
const RULES = createRules({
  ruleSets: [SEED_RULE_SET, SECOND_RULE_SET],
  riskAreas: [SEED_RISK_AREAS],
  calendar: new LocalCalendar('Asia/Shanghai'),
});
const START = Date.parse('2022-01-01T00:00:00Z');
const HOUR = 3_600_000;

const instants = fc.integer({ min: 0, max: 30 * 24 }).map((hours) => START + hours * HOUR);
const iso = (ms: number) => new Date(ms).toISOString();

const tests = fc
  .tuple(fc.constantFrom('negative', 'negative', 'negative', 'positive'), instants, fc.nat(12))
  .map(([result, ms, wait]) =>
    testFact(result as 'negative' | 'positive', iso(ms), iso(ms + wait * HOUR)),
  );
const visits = fc
  .tuple(fc.constantFrom('440303', '440307', '440100'), instants, fc.nat(48))
  .map(([area, ms, stay]) => visitFact(area, iso(ms), iso(ms + stay * HOUR)));

/** What another region took under the same number: the same record with another body. */
function contradicting(fact: TestFact | VisitFact): TestFact | VisitFact {
  const digest = `other-${fact.digest}`;
  if (fact.kind === 'visit') {
    return { ...fact, digest, body: { ...fact.body, areaCode: '440307' } };
  }
  return { ...fact, digest, body: { ...fact.body, result: 'positive' } };
}

/** Tests and stays, some of them contradicted under their own number. */
const records = fc
  .array(fc.tuple(fc.oneof(tests, visits), fc.nat(3)), { maxLength: 6 })
  .map((drawn) =>
    drawn.flatMap(([fact, of4]) => (of4 === 0 ? [fact, contradicting(fact)] : [fact])),
  );

/** Facts about one person, corrections of them included. */
const histories = records.chain((facts) =>
  facts.length === 0
    ? fc.constant<Fact[]>([])
    : fc
        .array(
          fc
            .tuple(fc.constantFrom(...facts), fc.constantFrom(undefined, ...facts), instants)
            .map(([wrong, right, ms]) => correctionFact(wrong, iso(ms), right?.body)),
          { maxLength: 2 },
        )
        .map((corrections): Fact[] => [...facts, ...corrections]),
);

test('every order, repetition and split of arrival shows the same', () => {
  const arrivals = histories.chain((facts) =>
    fc.tuple(
      fc.constant(facts),
      // Everything arrives at least once, some things again, in any order.
      fc.subarray(facts).chain((again) =>
        fc.shuffledSubarray([...facts, ...again], {
          minLength: facts.length + again.length,
        }),
      ),
      instants,
    ),
  );
  fc.assert(
    fc.property(arrivals, ([facts, arrived, now]) => {
      expect(decide(arrived, RULES, now)).toEqual(decide(facts, RULES, now));
    }),
    { numRuns: 1_000 },
  );
});

test('it is total, and says when it will change: not before, and then as it said', () => {
  fc.assert(
    fc.property(histories, instants, fc.nat(1_000), (facts, now, part) => {
      const { colour, nextChange } = decide(facts, RULES, now);
      expect(['red', 'yellow', 'green', 'unknown']).toContain(colour);
      const horizon = nextChange?.atMs ?? now + 90 * 24 * HOUR;
      expect(horizon).toBeGreaterThan(now);
      const between = now + Math.floor(((horizon - 1 - now) * part) / 1_000);
      expect(decide(facts, RULES, between).colour).toBe(colour);
      if (nextChange !== undefined) {
        expect(decide(facts, RULES, nextChange.atMs).colour).toBe(nextChange.colour);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('a further negative test or stay elsewhere never turns a known colour worse', () => {
  const order = ['green', 'yellow', 'red'];
  fc.assert(
    fc.property(histories, tests, instants, (facts, extra, now) => {
      fc.pre(extra.body.result === 'negative');
      const before = decide(facts, RULES, now).colour;
      const after = decide([...facts, extra], RULES, now).colour;
      fc.pre(before !== 'unknown');
      // A repeated key would be the same fact; the corrections of it then hold as before.
      expect(order.indexOf(after)).toBeLessThanOrEqual(order.indexOf(before));
    }),
    { numRuns: 500 },
  );
});

test('a contradiction under the same number never turns a known colour better', () => {
  const order = ['green', 'yellow', 'red'];
  const contested = fc.array(fc.oneof(tests, visits), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(contested, fc.nat(5), instants, (facts, which, now) => {
      const before = decide(facts, RULES, now).colour;
      const rival = contradicting(facts[which % facts.length] as TestFact | VisitFact);
      const after = decide([...facts, rival], RULES, now).colour;
      fc.pre(before !== 'unknown');
      expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before));
    }),
    { numRuns: 500 },
  );
});
