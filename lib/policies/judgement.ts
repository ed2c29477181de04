import { tryHostedDomain } from '../plan/hosted-domain';
import type { Plan } from '../plan/plan';
import type { Assembly } from '../topology/assembly';
import { standingRegionsOf } from '../topology/standing-fleets';
import type { StandingRegion } from '../topology/topology';
import { POLICIES } from './policies';
import { type Fault, faultsOrUnreadable, type PolicyFinding } from './policy';
import {
  describeShortfall,
  proveSurvivability,
  type Shortfall,
  type SurvivabilityProof,
} from './survivability';

/** Rule: what stands carries the demand at every minute with any one region away. */
export const SURVIVABILITY_RULE = 'kapok-survivability';

/** Rule: the templates say without doubt what stands when, what it carries and who is led to it. */
export const SCHEDULE_RULE = 'kapok-schedule';

const CAPACITY_FIX =
  'let sizes and schedules follow from the plan; if they do, change its strategy or what it survives';

/** The proof and all policies over one assembly. */
export interface Judgement {
  readonly holds: boolean;
  /** Absent when the templates do not say what stands, or nothing does yet. */
  readonly proof?: SurvivabilityProof;
  /** What the proof found, then what the policies found. */
  readonly findings: readonly PolicyFinding[];
}

/** Every rule a judgement may find broken. */
export function ruleIds(): readonly string[] {
  return [SURVIVABILITY_RULE, SCHEDULE_RULE, ...POLICIES.map(({ rule }) => rule)];
}

/** Judges what an assembly would deploy by what its plan asks for. */
export function judge(assembly: Assembly, plan: Plan): Judgement {
  const { proof, findings } = judgeSurvivability(assembly, plan);
  const all = [...findings, ...judgePolicies(assembly, plan)];
  return { holds: all.length === 0, ...(proof !== undefined && { proof }), findings: all };
}

/** The policies alone, which take milliseconds. */
export function judgePolicies(assembly: Assembly, plan: Plan): readonly PolicyFinding[] {
  return POLICIES.flatMap((policy) => policy.check(assembly, { plan }));
}

/**
 * The proof alone, with its result told as findings. A hosted zone on its own, which is deployed before
 * everything else, serves nobody, so there is nothing to prove of it.
 */
export function judgeSurvivability(
  assembly: Assembly,
  plan: Plan,
): Pick<Judgement, 'proof' | 'findings'> {
  if (tryHostedDomain(plan.domain) === undefined) return { findings: [] };
  let proof: SurvivabilityProof | undefined;
  const faults = faultsOrUnreadable(() => {
    const regions = standingRegionsOf(assembly);
    proof = proveSurvivability({ regions }, plan);
    return proof.findings.map(({ stackName, logicalId, what, fix }) => ({
      stackName,
      ...(logicalId !== undefined && { logicalId }),
      what,
      fix,
    }));
  });
  const findings = faults.map((fault) => ({ rule: SCHEDULE_RULE, ...fault }));
  if (proof?.firstShortfall === undefined) {
    return { ...(proof !== undefined && { proof }), findings };
  }
  const shortfall = shortfallFault(proof.firstShortfall, standingRegionsOf(assembly));
  return { proof, findings: [{ rule: SURVIVABILITY_RULE, ...shortfall }, ...findings] };
}

function shortfallFault(shortfall: Shortfall, regions: readonly StandingRegion[]): Fault {
  const atFault = shortfall.survivor ?? shortfall.regionLost;
  const region = regions.find(({ region: name }) => name === atFault);
  const fleet = region?.fleets.find(({ name }) => name === shortfall.fleet);
  return {
    stackName: region?.stackName ?? '',
    ...(fleet !== undefined && { logicalId: fleet.autoScalingGroupId }),
    path: 'MinSize',
    what: describeShortfall(shortfall),
    fix: CAPACITY_FIX,
  };
}
