import type { Fact } from '../facts/fact';
import { decide } from './colour';
import { type Rules, rulesInForce } from './rules-in-force';

/** From one colour to another, `green->red`; equal ones too. */
export type Transition = string;

/** What other rules would make of the same people: counts, and nothing about anybody. */
export interface RulesComparison {
  /** Versions of the rule set and of the risk areas. */
  readonly current: readonly [ruleVersion: string, riskAreasVersion: string];
  readonly next: readonly [ruleVersion: string, riskAreasVersion: string];
  readonly people: number;
  /** Those whose colour would be another one. */
  readonly changed: number;
  readonly transitions: Readonly<Record<Transition, number>>;
}

/** Compares what two rules say of people at one instant. */
export function compareRuleSets(
  factsOfPeople: Iterable<readonly Fact[]>,
  current: Rules,
  next: Rules,
  nowMs: number,
): RulesComparison {
  const tally = new TransitionTally();
  for (const facts of factsOfPeople) {
    tally.add(decide(facts, current, nowMs).colour, decide(facts, next, nowMs).colour);
  }
  return { ...versionsOf(current, next, nowMs), ...tally.take() };
}

/** Which versions two rules have in force. */
export function versionsOf(
  current: Rules,
  next: Rules,
  nowMs: number,
): Pick<RulesComparison, 'current' | 'next'> {
  return { current: inForceNames(current, nowMs), next: inForceNames(next, nowMs) };
}

/** Counts transitions. */
export class TransitionTally {
  private counts = new Map<Transition, number>();

  /** Counts one person. */
  add(from: string, to: string): void {
    const transition = `${from}->${to}`;
    this.counts.set(transition, (this.counts.get(transition) ?? 0) + 1);
  }

  /** What was counted since the last time. */
  take(): Pick<RulesComparison, 'people' | 'changed' | 'transitions'> {
    const counted = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
    this.counts = new Map();
    const changed = counted.filter(([transition]) => !isSame(transition));
    return {
      people: sum(counted),
      changed: sum(changed),
      transitions: Object.fromEntries(counted),
    };
  }
}

function inForceNames(rules: Rules, nowMs: number): [string, string] {
  const { ruleSet, riskAreasVersion } = rulesInForce(rules, nowMs);
  return [ruleSet.version, riskAreasVersion];
}

function isSame(transition: Transition): boolean {
  const [from, to] = transition.split('->');
  return from === to;
}

function sum(counted: readonly (readonly [Transition, number])[]): number {
  return counted.reduce((total, [, count]) => total + count, 0);
}
