import * as fc from 'fast-check';
import { type Fact, ORDER_CLASSES, type StatementFact } from '../../../service/facts/fact';
import { LocalCalendar } from '../../../service/rules/local-calendar';
import { SEED_RISK_AREAS } from '../../../service/rules/risk-areas';
import { BEIJING_WINDOWS, type RuleSet, SEED_RULE_SET } from '../../../service/rules/rule-set';
import { createRules } from '../../../service/rules/rules-in-force';
import { correctionFact, testFact, visitFact } from '../fixtures/facts';
import {
  declarationFact,
  doseFact,
  exemptionFact,
  orderFact,
  releaseFact,
  tripFact,
} from '../fixtures/health-facts';

const HOUR = 3_600_000;
const START = Date.parse('2022-01-01T00:00:00Z');

/** Counts shorter, counts windows by days, and begins amid the histories. */
const SECOND_RULE_SET: RuleSet = {
  ...SEED_RULE_SET,
  version: '2022-01-20.1',
  effectiveFrom: '2022-01-20T00:00:00+08:00',
  riskAreaStay: { ...SEED_RULE_SET.riskAreaStay, countedDays: 5 },
  testWindows: BEIJING_WINDOWS,
};

/** Leaves one district out, and begins amid the histories too. */
const SECOND_AREAS = {
  version: '2022-01-16.1',
  effectiveFrom: '2022-01-16T12:00:00+08:00',
  areas: SEED_RISK_AREAS.areas
    .filter(({ areaCode }) => areaCode !== '440307')
    .map((area) => ({ ...area, until: '2022-01-24T00:00:00+08:00' })),
};

/** Rules with changes of both kinds within the histories. */
export const CHANGING_RULES = createRules({
  ruleSets: [SEED_RULE_SET, SECOND_RULE_SET],
  riskAreas: [SEED_RISK_AREAS, SECOND_AREAS],
  calendar: new LocalCalendar('Asia/Shanghai'),
});

/** Whole hours of 30 days, so that things happen at the same instant now and then. */
export const instants = fc.integer({ min: 0, max: 30 * 24 }).map((hours) => START + hours * HOUR);

const iso = (ms: number) => new Date(ms).toISOString();

/** Tests, one of four positive, with results up to twelve hours later. */
export const tests = fc
  .tuple(fc.constantFrom('negative', 'negative', 'negative', 'positive'), instants, fc.nat(12))
  .map(([result, ms, wait]) =>
    testFact(result as 'negative' | 'positive', iso(ms), iso(ms + wait * HOUR)),
  );

/** Stays in and out of risk areas. */
export const visits = fc
  .tuple(fc.constantFrom('440303', '440307', '440100'), instants, fc.nat(48))
  .map(([area, ms, stay]) => visitFact(area, iso(ms), iso(ms + stay * HOUR)));

/** Orders of every class, some without an end. */
export const orders = fc
  .tuple(fc.constantFrom(...ORDER_CLASSES), instants, fc.option(fc.nat(20 * 24)))
  .map(([orderClass, ms, hours]) =>
    orderFact(orderClass, iso(ms), hours === null ? undefined : iso(ms + (hours + 1) * HOUR)),
  );

/** Releases. */
export const releases = instants.map((ms) => releaseFact(iso(ms)));

/** Declarations, with and without fever and contact. */
export const declarations = fc
  .tuple(instants, fc.constantFrom(undefined, 36.5, 38), fc.boolean())
  .map(([ms, temperature, contact]) =>
    declarationFact(iso(ms), { ...(temperature !== undefined && { temperature }), contact }),
  );

/** Declared trips, before and after they were made. */
export const trips = fc
  .tuple(fc.constantFrom('440303', '440100'), instants, instants, fc.nat(48))
  .map(([area, declared, from, stay]) =>
    tripFact(area, iso(declared), iso(from), iso(from + stay * HOUR)),
  );

const doses = fc
  .tuple(fc.constantFrom<(number | 'booster')[]>(1, 2, 'booster'), instants)
  .map(([dose, ms]) => doseFact(dose, iso(ms)));

const exemptions = fc
  .tuple(instants, fc.option(fc.nat(240)))
  .map(([ms, hours]) =>
    exemptionFact(iso(ms), hours === null ? undefined : iso(ms + (hours + 1) * HOUR)),
  );

/** One fact of any kind that says something about health. */
export const statements: fc.Arbitrary<StatementFact> = fc.oneof(
  { weight: 4, arbitrary: tests },
  { weight: 3, arbitrary: visits },
  orders,
  releases,
  declarations,
  trips,
  doses,
  exemptions,
);

/** What another region took under the same number: the same record with another body. */
function contradicting(fact: StatementFact, other: StatementFact): StatementFact {
  const body = fact.kind === other.kind ? other.body : fact.body;
  return { ...fact, digest: `other-${other.digest}`, body } as StatementFact;
}

/** Statements, some of them contradicted under their own number. */
const contested = fc
  .array(fc.tuple(statements, fc.option(statements, { freq: 4 })), { maxLength: 8 })
  .map((drawn) =>
    drawn.flatMap(([fact, other]) =>
      other === null ? [fact] : [fact, contradicting(fact, other)],
    ),
  );

/** Facts about one person, corrections and withdrawals of them included. */
export const histories: fc.Arbitrary<Fact[]> = contested.chain((facts) =>
  facts.length === 0
    ? fc.constant<Fact[]>([])
    : fc
        .array(
          fc
            .tuple(
              fc.constantFrom(...facts),
              fc.constantFrom(undefined, ...facts),
              instants,
              fc.constantFrom('source', 'source', 'source', 'other'),
            )
            .map(([wrong, right, ms, source]) => ({
              ...correctionFact(wrong, iso(ms), right?.body as never),
              source,
            })),
          { maxLength: 3 },
        )
        .map((corrections): Fact[] => [...facts, ...corrections]),
);
