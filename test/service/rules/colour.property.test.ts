import * as fc from 'fast-check';
import type { Fact } from '../../../service/facts/fact';
import { decide } from '../../../service/rules/colour';
import type { Decision } from '../../../service/rules/decision';
import { runs } from '../fixtures/runs';
import {
  CHANGING_RULES,
  declarations,
  histories,
  instants,
  orders,
  releases,
  statements,
  tests,
  trips,
  visits,
} from './histories';

const HOUR = 3_600_000;
const ORDER: readonly string[] = ['green', 'yellow', 'red'];

function decideAt(facts: readonly Fact[], ms: number): Decision {
  return decide(facts, CHANGING_RULES, ms);
}

/** Everything at least once, some things again, in any order. */
const arrivalsOf = (facts: readonly Fact[]) =>
  fc.subarray([...facts]).chain((again) => {
    const all = [...facts, ...again];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });

test('two regions with the same facts agree on all they say, however those arrived', () => {
  const regions = histories.chain((facts) =>
    fc.tuple(arrivalsOf(facts), arrivalsOf(facts), instants),
  );
  fc.assert(
    fc.property(regions, ([one, other, now]) => {
      expect(decideAt(one, now)).toEqual(decideAt(other, now));
    }),
    { numRuns: runs(1_000) },
  );
});

test('it is total, and says when the colour will change: not before, and then as it said', () => {
  fc.assert(
    fc.property(histories, instants, fc.nat(1_000), (facts, now, part) => {
      const { colour, nextChange } = decideAt(facts, now);
      expect(['red', 'yellow', 'green', 'unknown']).toContain(colour);
      const horizon = nextChange?.atMs ?? now + 90 * 24 * HOUR;
      expect(horizon).toBeGreaterThan(now);
      const between = now + Math.floor(((horizon - 1 - now) * part) / 1_000);
      expect(decideAt(facts, between).colour).toBe(colour);
      expect(decideAt(facts, horizon - 1).colour).toBe(colour);
      if (nextChange !== undefined) {
        expect(nextChange.colour).not.toBe(colour);
        expect(decideAt(facts, nextChange.atMs).colour).toBe(nextChange.colour);
      }
    }),
    { numRuns: runs(1_000) },
  );
});

test('it says when a panel will change: not before, and then it does', () => {
  const panelsOf = ({ test: panel, vaccination }: Decision) => ({ panel, vaccination });
  fc.assert(
    fc.property(histories, instants, fc.nat(1_000), (facts, now, part) => {
      const decision = decideAt(facts, now);
      const horizon = decision.nextPanelChangeMs ?? now + 90 * 24 * HOUR;
      expect(horizon).toBeGreaterThan(now);
      const between = now + Math.floor(((horizon - 1 - now) * part) / 1_000);
      expect(panelsOf(decideAt(facts, between))).toEqual(panelsOf(decision));
      expect(panelsOf(decideAt(facts, horizon - 1))).toEqual(panelsOf(decision));
      if (decision.nextPanelChangeMs !== undefined) {
        expect(panelsOf(decideAt(facts, horizon))).not.toEqual(panelsOf(decision));
      }
    }),
    { numRuns: runs(1_000) },
  );
});

test('every result but green has a reason, a way out, an appeal and the versions', () => {
  fc.assert(
    fc.property(histories, instants, (facts, now) => {
      const decision = decideAt(facts, now);
      expect(decision.ruleVersion).toMatch(/^2022-01-(10|20)\.1$/);
      expect(decision.riskAreasVersion).toMatch(/^2022-01-(10|16)\.1$/);
      for (const said of [decision.reason, decision.wayOut, decision.appeal]) {
        if (said === undefined) expect(decision.colour).toBe('green');
        else expect([said.text.en, said.text.zh].every((text) => text.length > 0)).toBe(true);
      }
    }),
    { numRuns: runs(300) },
  );
});

/** How far from green; nothing known stands apart. */
function rank(facts: readonly Fact[], now: number): number {
  const { colour } = decideAt(facts, now);
  fc.pre(colour !== 'unknown');
  return ORDER.indexOf(colour);
}

test('a further negative test, stay elsewhere or release never turns a known colour worse', () => {
  const good = fc.oneof(
    tests.filter(({ body }) => body.result === 'negative'),
    visits.filter(({ body }) => body.areaCode === '440100'),
    releases,
  );
  fc.assert(
    fc.property(histories, good, instants, (facts, extra, now) => {
      expect(rank([...facts, extra], now)).toBeLessThanOrEqual(rank(facts, now));
    }),
    { numRuns: runs(500) },
  );
});

test('a further positive test, order, risk, declaration or trip never turns one better', () => {
  const bad = fc.oneof(
    tests.filter(({ body }) => body.result === 'positive'),
    visits,
    orders,
    declarations,
    trips,
  );
  fc.assert(
    fc.property(histories, bad, instants, (facts, extra, now) => {
      expect(rank([...facts, extra], now)).toBeGreaterThanOrEqual(rank(facts, now));
    }),
    { numRuns: runs(500) },
  );
});

test('a correction by another source changes nothing', () => {
  fc.assert(
    fc.property(histories, instants, (facts, now) => {
      const own = facts.filter((fact) => fact.kind !== 'correction' || fact.source === 'source');
      expect(decideAt(facts, now)).toEqual(decideAt(own, now));
    }),
    { numRuns: runs(500) },
  );
});

const RED_CLASSES = ['confirmed', 'suspected', 'asymptomatic', 'close-contact', 'isolation'];

/** The whole of what red means, in one sentence about each fact. */
function isRedInModel(facts: readonly Fact[], now: number): boolean {
  const isOver = (begunMs: number) =>
    facts.some(({ kind, eventTime }) => {
      const releasedMs = Date.parse(eventTime);
      return kind === 'release' && releasedMs <= now && begunMs < releasedMs;
    });
  return facts.some(({ kind, body }) => {
    if (kind === 'nucleic-acid-test') {
      const resultMs = Date.parse(body.resultAt);
      return body.result === 'positive' && resultMs <= now && !isOver(resultMs);
    }
    if (kind !== 'order' || !RED_CLASSES.includes(body.class)) return false;
    const fromMs = Date.parse(body.from);
    const hasEnded = body.until !== undefined && Date.parse(body.until) <= now;
    return fromMs <= now && !hasEnded && !isOver(fromMs);
  });
}

test('red stays until a release, whatever else becomes known: as in the model', () => {
  fc.assert(
    fc.property(fc.array(statements, { maxLength: 10 }), instants, (facts, now) => {
      expect(decideAt(facts, now).colour === 'red').toBe(isRedInModel(facts, now));
    }),
    { numRuns: runs(1_000) },
  );
});

test('a code that is red stays red under every fact that is no release and no correction', () => {
  const others = fc.array(
    statements.filter(({ kind }) => kind !== 'release'),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(histories, others, instants, (facts, later, now) => {
      fc.pre(decideAt(facts, now).colour === 'red');
      expect(decideAt([...facts, ...later], now).colour).toBe('red');
    }),
    { numRuns: runs(500) },
  );
});
