import * as fc from 'fast-check';
import { STALE_IF_ERROR_SECONDS } from '../../../service/codes/freshness';
import { LEAST_SECONDS } from '../../../service/credential/credential-issuer';
import type { Level } from '../../../service/degradation/service-level';
import { ServiceError } from '../../../service/errors/service-error';
import type { Fact } from '../../../service/facts/fact';
import { decide } from '../../../service/rules/colour';
import type { Rules } from '../../../service/rules/rules-in-force';
import {
  otherRules,
  PERSON,
  type StoreState,
  settled,
  type TestCodes,
  testCodes,
} from '../fixtures/codes';
import { testFact, visitFact } from '../fixtures/facts';
import { runs } from '../fixtures/runs';

/** What happens to a process, one after the other. */
type Step =
  | { readonly does: 'pass'; readonly seconds: number }
  | {
      readonly does: 'fact';
      readonly kind: number;
      readonly afterSec: number;
      readonly here: boolean;
    }
  | { readonly does: 'rules'; readonly countedDays: number }
  | { readonly does: 'store'; readonly state: StoreState }
  | { readonly does: 'level'; readonly level: Level }
  | { readonly does: 'ask'; readonly how: 'show' | 'refresh'; readonly channel: string };

const PASS = fc.record({
  does: fc.constant('pass'),
  seconds: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 40 }) },
    { weight: 1, arbitrary: fc.double({ min: 0.001, max: 700, noNaN: true }) },
  ),
});

/** A positive test ends all other changes, so there are fewer. */
const FACT = fc.record({
  does: fc.constant('fact'),
  kind: fc.constantFrom(0, 1, 1, 2, 2),
  afterSec: fc.integer({ min: -20, max: 60 }),
  here: fc.boolean(),
});

const ASK = fc.record({
  does: fc.constant('ask'),
  how: fc.constantFrom('show', 'refresh'),
  channel: fc.constantFrom('suikang', 'yueshengshi'),
});

const STATES: StoreState[] = ['answers', 'answers', 'frozen', 'fails'];
const LEVELS: Level[] = [0, 1, 2, 3, 3, 4];

const STEPS = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: ASK },
    { weight: 4, arbitrary: PASS },
    { weight: 3, arbitrary: FACT },
    fc.record({ does: fc.constant('rules'), countedDays: fc.integer({ min: 1, max: 14 }) }),
    fc.record({ does: fc.constant('store'), state: fc.constantFrom(...STATES) }),
    fc.record({ does: fc.constant('level'), level: fc.constantFrom(...LEVELS) }),
  ) as fc.Arbitrary<Step>,
  { minLength: 8, maxLength: 30 },
);

/** Drives a process and checks every answer against what it may say. */
class Model {
  private readonly known: { readonly fact: Fact; readonly atMs: number }[] = [];
  private versions = 0;

  constructor(private readonly world: TestCodes) {}

  async take(step: Step): Promise<void> {
    const { world } = this;
    if (step.does === 'pass') world.clock.advance(Math.round(step.seconds * 1000) / 1000);
    else if (step.does === 'fact') this.arrive(step);
    else if (step.does === 'rules') world.rules = this.otherRules(step.countedDays);
    else if (step.does === 'level') world.level = step.level;
    else if (step.does === 'ask') await this.ask(step);
    else if (step.state === 'answers') world.store.thaw();
    else world.store.state = step.state;
  }

  private arrive({ kind, afterSec, here }: Extract<Step, { does: 'fact' }>): void {
    const { clock, store, codes } = this.world;
    // A fact and a read of one millisecond have no order: each comes in a time of its own.
    clock.advance(0.001);
    const at = new Date(clock.now() + afterSec * 1000).toISOString();
    const made = [
      () => testFact('positive', at),
      () => testFact('negative', at),
      () => visitFact('440303', at, at),
    ][kind]!();
    const fact = { ...made, personKey: PERSON, recordId: `${made.recordId}-${this.known.length}` };
    store.facts.push(fact);
    this.known.push({ fact, atMs: clock.now() });
    clock.advance(0.001);
    if (here) codes.drop(PERSON);
  }

  private otherRules(countedDays: number): Rules {
    this.versions += 1;
    return otherRules(`2022-01-11.${this.versions}`, countedDays);
  }

  private async ask({ how, channel }: Extract<Step, { does: 'ask' }>): Promise<void> {
    const { timers, clock } = this.world;
    const asked = this.world.ask({ channel }, how).catch((error: unknown) => error);
    await settled();
    timers.expire();
    const answer = await asked;
    if (answer instanceof ServiceError) {
      expect(answer.code).toBe('KAPOK_SHOW_STORED');
      return;
    }
    const { code, age } = answer as Awaited<ReturnType<TestCodes['ask']>>;
    const asOfMs = Date.parse(code.asOf);
    const { rules } = this.world;
    const facts = this.known.filter(({ atMs }) => atMs <= asOfMs).map(({ fact }) => fact);
    const nowMs = clock.now();
    const now = decide(facts, rules, nowMs);
    // In the last whole second before a change, the colour it changes to may be shown already.
    const allowed = coloursUntil(nowMs + 2 * LEAST_SECONDS * 1000, facts, rules, nowMs);
    expect(allowed).toContain(code.colour);
    expect(code.ruleVersion).toBe(rules.ruleSets[0].version);
    expect(Date.parse(code.validUntil)).toBeGreaterThanOrEqual(nowMs + LEAST_SECONDS * 1000);
    expect(nowMs - asOfMs).toBeLessThan(STALE_IF_ERROR_SECONDS * 1000);
    if (age !== undefined) expect(age).toBe(Math.floor((nowMs - asOfMs) / 1000));
    // What it is signed for ends before the colour does.
    if (now.nextChange !== undefined && now.colour === code.colour) {
      expect(Date.parse(code.validUntil)).toBeLessThanOrEqual(now.nextChange.atMs);
    }
  }

  /** Nobody had to start anything again. */
  async recovers(): Promise<void> {
    this.world.store.thaw();
    this.world.level = 0;
    await settled();
    this.world.clock.advance(STALE_IF_ERROR_SECONDS);
    const { age } = await this.world.ask();
    expect(age).toBeUndefined();
  }
}

/** The colour of now and all that it changes to in time. */
function coloursUntil(
  untilMs: number,
  facts: readonly Fact[],
  rules: Rules,
  nowMs: number,
): string[] {
  const { colour, nextChange } = decide(facts, rules, nowMs);
  if (nextChange === undefined || nextChange.atMs > untilMs) return [colour];
  return [colour, ...coloursUntil(untilMs, facts, rules, nextChange.atMs)];
}

test('whatever comes when, no answer has a colour that its facts, its rules and the time do not have', async () => {
  await fc.assert(
    fc.asyncProperty(STEPS, async (steps) => {
      const model = new Model(await testCodes());
      for (const step of steps) await model.take(step);
      await model.recovers();
    }),
    { numRuns: runs(150) },
  );
}, 600_000);
