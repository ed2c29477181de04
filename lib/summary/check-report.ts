import { type AccountSwitch, BACKUP_SWITCH } from '../plan/account-switches';
import { type ClosedWindow, tryFindClosedWindow } from '../plan/deploy-window';
import { tryHostedDomain } from '../plan/hosted-domain';
import { type Omission, PARTITIONS } from '../plan/partitions';
import type { Plan, SurviveLevel } from '../plan/plan';
import type { HourMargin } from '../policies/hour-margins';
import { proveSurvivability, type SurvivabilityProof } from '../policies/survivability';
import { SCHEDULE_RULE } from '../policies/survivability-plugin';
import type { Assembly } from '../topology/assembly';
import { readInterfaceEndpoints } from '../topology/endpoints';
import { standingRegionsOf } from '../topology/standing-fleets';
import { type CostCounts, countCosts } from './counts';
import { type DataSummary, summariseData } from './data';
import { type QuotaNeed, quotaNeeds } from './quota-needs';
import { type RegionSummary, summariseRegions } from './regions';
import { type RoutingSummary, trySummariseRouting } from './routing';
import { tightestHours } from './tightest-hours';

/** Something in the templates that breaks a rule. */
export interface CheckFinding {
  readonly rule: string;
  readonly stackName: string;
  readonly logicalId?: string;
  readonly what: string;
  readonly fix: string;
}

/** A finding that somebody has accepted, with the reason. */
export interface Acknowledgement {
  readonly rule: string;
  /** Path of the construct it stands at. */
  readonly path: string;
  readonly reason: string;
}

/** What `kapok check` knows of the survivability proof. */
export type ProofSummary = Omit<SurvivabilityProof, 'findings'> & {
  /** Of each fleet in the week and in each campaign, the hour with least margin. */
  readonly tightest: readonly HourMargin[];
};

/** Everything `kapok check` says; the command line only prints it. */
export interface CheckReport {
  readonly plan: string;
  readonly survive: SurviveLevel;
  readonly timeZone: string;
  /** Whether the proof holds and no rule is broken; true where there is nothing to prove yet. */
  readonly holds: boolean;
  /** The hosted zone comes first: what to do before anything else can be synthesised. */
  readonly next?: { readonly zoneName: string };
  /** Present while a campaign keeps releases away. */
  readonly closed?: ClosedWindow;
  readonly regions: readonly RegionSummary[];
  readonly routing?: RoutingSummary;
  readonly data: DataSummary;
  readonly counts: CostCounts;
  readonly quotas: readonly QuotaNeed[];
  readonly accountSwitches: readonly AccountSwitch[];
  readonly omissions: readonly Omission[];
  readonly filing?: string;
  readonly proof?: ProofSummary;
  readonly findings: readonly CheckFinding[];
  readonly acknowledgements: readonly Acknowledgement[];
}

/** Reads an assembly, proves it against the plan's demand and says what to know before deploying. */
export function makeCheckReport(assembly: Assembly, plan: Plan, now: Date): CheckReport {
  const regions = summariseRegions(assembly, plan);
  const data = summariseData(assembly);
  const counts = countCosts(assembly, regions);
  const routing = trySummariseRouting(assembly);
  const closed = tryFindClosedWindow(plan, now);
  const { omissions, filing } = PARTITIONS[plan.partition];
  return {
    plan: plan.name,
    survive: plan.survive,
    timeZone: plan.timeZone,
    ...verdictOf(assembly, plan),
    ...(closed !== undefined && { closed }),
    regions,
    ...(routing !== undefined && { routing }),
    data,
    counts,
    quotas: quotaNeeds({
      regions,
      endpoints: readInterfaceEndpoints(assembly),
      healthChecks: counts.healthChecks.total,
    }),
    accountSwitches: data.backups.rules.length > 0 ? [BACKUP_SWITCH] : [],
    omissions,
    ...(filing !== undefined && { filing }),
    acknowledgements: [],
  };
}

/** Without a hosted zone there is no region to prove anything of. */
function verdictOf(
  assembly: Assembly,
  plan: Plan,
): Pick<CheckReport, 'holds' | 'next' | 'proof' | 'findings'> {
  const standing = standingRegionsOf(assembly);
  if (standing.length === 0 && tryHostedDomain(plan.domain) === undefined) {
    return { holds: true, next: { zoneName: plan.domain.zoneName }, findings: [] };
  }
  const { findings, ...proof } = proveSurvivability({ regions: standing }, plan);
  return {
    holds: proof.holds,
    proof: { ...proof, tightest: tightestHours(proof.perHour) },
    findings: findings.map(({ stackName, logicalId, what, fix }) => ({
      rule: SCHEDULE_RULE,
      stackName,
      ...(logicalId !== undefined && { logicalId }),
      what,
      fix,
    })),
  };
}
