import type { IClock } from '../clock';
import type { Fact } from '../facts/fact';
import { NAMESPACE } from '../metrics/embedded-metrics';
import type { LineWriter } from '../metrics/metrics-publisher';
import type { IRunning } from '../running';
import { decide } from './colour';
import { TransitionTally, versionsOf } from './compare-rule-sets';
import type { Decision } from './decision';
import { tryNextRules } from './next-rules';
import type { Rules } from './rules-in-force';

/** Share of people whose codes are also decided by the rules to come: 1 %. */
export const SHADOW_SHARE = 0.01;

/** Between two publications. */
export const SHADOW_PUBLISH_SECONDS = 60;

/**
 * Codes that wait to be decided again: 1 % of 2,000 a second are 20 a second, so 64 are three
 * seconds of a busy process; more are not counted.
 */
export const SHADOW_WAITING = 64;

/** Decisions at one go: 4 of some 20 µs hold the event loop for less than a tenth of a millisecond. */
export const SHADOW_AT_ONCE = 4;

/** Digits of a person key that say whether somebody is in the sample. */
const SAMPLE_DIGITS = 6;

/** What a `ShadowTally` needs. */
export interface ShadowTallyOptions {
  readonly plan: string;
  readonly fleet: string;
  readonly rules: () => Rules;
  /** Whether there are rules to ask for. @default always */
  readonly isKnown?: () => boolean;
  readonly clock: IClock;
  readonly output: LineWriter;
  /** Does work once the answers under way are sent. */
  readonly later?: (work: () => void) => void;
}

interface Shown {
  readonly facts: readonly Fact[];
  readonly colour: Decision['colour'];
  readonly rules: Rules;
  readonly nowMs: number;
}

/**
 * Decides a sample of the codes that are shown a second time, by the rules to come, and says every
 * minute how many would have another colour: what a version does is seen before it holds. Lines hold
 * counts and versions, and nothing about anybody.
 */
export class ShadowTally implements IRunning {
  readonly ready = Promise.resolve();
  private readonly tally = new TransitionTally();
  private waiting: Shown[] = [];
  private skipped = 0;
  private next: { readonly of: Rules; readonly rules: Rules | undefined } | undefined;
  private stopPublishing: (() => void) | undefined;

  constructor(private readonly options: ShadowTallyOptions) {}

  /** Hears of a code that was decided just now; returns at once. */
  observe(personKey: string, facts: readonly Fact[], { colour }: Decision, nowMs: number): void {
    if (!isSampled(personKey)) return;
    const rules = this.options.rules();
    if (this.nextOf(rules, nowMs) === undefined) return;
    if (this.waiting.length >= SHADOW_WAITING) {
      this.skipped += 1;
      return;
    }
    this.waiting.push({ facts, colour, rules, nowMs });
    if (this.waiting.length === 1) this.defer();
  }

  /** Publishes every `SHADOW_PUBLISH_SECONDS`. */
  start(): void {
    this.stopPublishing = this.options.clock.every(SHADOW_PUBLISH_SECONDS, () => this.publish());
  }

  /** Publishes no more. */
  stop(): void {
    this.stopPublishing?.();
  }

  private defer(): void {
    const { later = setImmediate } = this.options;
    later(() => {
      for (const shown of this.waiting.splice(0, SHADOW_AT_ONCE)) this.decideAgain(shown);
      if (this.waiting.length > 0) this.defer();
    });
  }

  private decideAgain({ facts, colour, rules, nowMs }: Shown): void {
    const next = this.nextOf(rules, nowMs);
    if (next !== undefined) this.tally.add(colour, decide(facts, next, nowMs).colour);
  }

  /** Rules are another value whenever a version comes or begins. */
  private nextOf(rules: Rules, nowMs: number): Rules | undefined {
    if (this.next?.of !== rules) this.next = { of: rules, rules: tryNextRules(rules, nowMs) };
    return this.next.rules;
  }

  private publish(): void {
    if (this.options.isKnown?.() === false) return;
    const { plan, fleet, clock, output, rules } = this.options;
    const nowMs = clock.now();
    const counted = this.tally.take();
    const [held, skipped] = [rules(), this.skipped];
    this.skipped = 0;
    const next = this.nextOf(held, nowMs);
    if (next === undefined) return;
    output.write(
      shadowLine({ plan, fleet, nowMs, skipped, ...counted }, versionsOf(held, next, nowMs)),
    );
  }
}

interface Counted {
  readonly plan: string;
  readonly fleet: string;
  readonly nowMs: number;
  readonly people: number;
  readonly changed: number;
  readonly skipped: number;
  readonly transitions: Readonly<Record<string, number>>;
}

/** One line of embedded metrics; transitions are properties, so that they cost no metric each. */
function shadowLine(
  { plan, fleet, nowMs, people, changed, skipped, transitions }: Counted,
  versions: ReturnType<typeof versionsOf>,
): string {
  const Metrics = ['ShadowPeople', 'ShadowChanged'].map((Name) => ({ Name, Unit: 'Count' }));
  const CloudWatchMetrics = [{ Namespace: NAMESPACE, Dimensions: [['Plan', 'Fleet']], Metrics }];
  const line = {
    _aws: { Timestamp: nowMs, CloudWatchMetrics },
    Plan: plan,
    Fleet: fleet,
    ShadowPeople: people,
    ShadowChanged: changed,
    skipped,
    ...versions,
    transitions,
  };
  return `${JSON.stringify(line)}\n`;
}

/** A person key is a digest, so its digits are spread evenly, and the same everywhere. */
function isSampled(personKey: string): boolean {
  const drawn = Number.parseInt(personKey.slice(0, SAMPLE_DIGITS), 16);
  return drawn < SHADOW_SHARE * 16 ** SAMPLE_DIGITS;
}
