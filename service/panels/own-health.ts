import type * as z from 'zod';
import { appealPath } from '../channels/appeal-path';
import type { IClock } from '../clock';
import type { Fact } from '../facts/fact';
import type { IFactStore } from '../facts/fact-store';
import type { Subject } from '../family/member-query';
import { decide } from '../rules/colour';
import type { Decision } from '../rules/decision';
import type { Rules } from '../rules/rules-in-force';
import { heldStatements } from './held-statements';
import {
  type HEALTH_ANSWER,
  type TESTS_ANSWER,
  TESTS_LISTED,
  type VACCINATIONS_ANSWER,
} from './panel-specs';

/** What `OwnHealth` needs. */
export interface OwnHealthOptions {
  readonly facts: IFactStore;
  readonly clock: IClock;
  /** The rules as they are at the moment. */
  readonly rules: () => Rules;
}

/** What rules may say beside the colour. */
type PanelDecision = Decision & {
  readonly vaccination?: z.infer<typeof HEALTH_ANSWER>['vaccination'];
};

/** What people are told about their own health, or that of their family. */
export class OwnHealth {
  constructor(private readonly options: OwnHealthOptions) {}

  /**
   * Colour, reason, way out, panels, and how new what the region knows is.
   * @throws StoreUnavailableError
   */
  async query({
    personKey,
    channel,
    name,
    member,
  }: Subject): Promise<z.infer<typeof HEALTH_ANSWER>> {
    const { facts, nowMs, decision } = await this.read(personKey);
    const { colour, reason, wayOut, test, vaccination, ruleVersion } = decision;
    return {
      colour,
      reason,
      ...(wayOut && { wayOut }),
      ...(colour !== 'green' && { appeal: appealPath(channel, member) }),
      ...(name !== undefined && { name }),
      ...(test && { test }),
      ...(vaccination && { vaccination }),
      sources: newestByKind(facts),
      ruleVersion,
      asOf: isoOf(nowMs),
    };
  }

  /** The newest tests whose results are out. */
  async tests({ personKey }: Subject): Promise<z.infer<typeof TESTS_ANSWER>> {
    const { facts, nowMs, decision } = await this.read(personKey);
    const tests = heldStatements(facts, 'nucleic-acid-test', nowMs)
      .filter(({ resultAt }) => Date.parse(resultAt) <= nowMs)
      .sort((a, b) => Date.parse(b.sampledAt) - Date.parse(a.sampledAt))
      .slice(0, TESTS_LISTED);
    return { ...(decision.test && { panel: decision.test }), tests, asOf: isoOf(nowMs) };
  }

  /** All vaccinations, the newest first. */
  async vaccinations({ personKey }: Subject): Promise<z.infer<typeof VACCINATIONS_ANSWER>> {
    const { facts, nowMs, decision } = await this.read(personKey);
    const doses = heldStatements(facts, 'vaccination', nowMs)
      .filter(({ vaccinatedAt }) => Date.parse(vaccinatedAt) <= nowMs)
      .sort((a, b) => Date.parse(b.vaccinatedAt) - Date.parse(a.vaccinatedAt));
    return { ...decision.vaccination, doses, asOf: isoOf(nowMs) };
  }

  private async read(personKey: string) {
    const { facts: store, clock, rules } = this.options;
    const facts = await store.factsOf(personKey);
    const nowMs = clock.now();
    const decision: PanelDecision = decide(facts, rules(), nowMs);
    return { facts, nowMs, decision };
  }
}

/** When the newest record of each kind happened. */
function newestByKind(facts: readonly Fact[]): Record<string, string> {
  const newest: Record<string, string> = {};
  for (const { kind, eventTime } of facts) {
    if (!HEALTH_KINDS.has(kind)) continue;
    if (newest[kind] === undefined || eventTime > newest[kind]) newest[kind] = eventTime;
  }
  return newest;
}

/** Kinds that say something about health; who belongs to whom is nobody's source. */
const HEALTH_KINDS: ReadonlySet<Fact['kind']> = new Set<Fact['kind']>([
  'nucleic-acid-test',
  'vaccination',
  'vaccination-exemption',
  'visit',
  'health-declaration',
  'trip-declaration',
  'order',
  'release',
  'correction',
]);

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
