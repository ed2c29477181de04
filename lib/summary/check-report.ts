import { type AccountSwitch, BACKUP_SWITCH } from '../plan/account-switches';
import { type ClosedWindow, tryFindClosedWindow } from '../plan/deploy-window';
import { tryHostedDomain } from '../plan/hosted-domain';
import { type OpenPoint, openPoints } from '../plan/open-points';
import { type Omission, PARTITIONS } from '../plan/partitions';
import type { Plan, SurviveLevel } from '../plan/plan';
import type { Acknowledged } from '../policies/acknowledgements';
import type { HourMargin } from '../policies/hour-margins';
import { judge } from '../policies/judgement';
import type { PolicyFinding } from '../policies/policy';
import type { SecurityFinding, SecurityReview } from '../policies/security-review';
import type { SurvivabilityProof } from '../policies/survivability';
import type { Assembly } from '../topology/assembly';
import { readInterfaceEndpoints } from '../topology/endpoints';
import { type CostCounts, countCosts } from './counts';
import { type DataSummary, summariseData } from './data';
import { type QuotaNeed, quotaNeeds } from './quota-needs';
import { type RegionSummary, summariseRegions } from './regions';
import { type RoutingSummary, trySummariseRouting } from './routing';
import { tightestHours } from './tightest-hours';

/** Something in the templates, or in the constructs they come from, that breaks a rule. */
export type CheckFinding = PolicyFinding;

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
  /** What the plan leaves open that deploying it would bring to light. */
  readonly openPoints: readonly OpenPoint[];
  readonly quotas: readonly QuotaNeed[];
  readonly accountSwitches: readonly AccountSwitch[];
  readonly omissions: readonly Omission[];
  readonly filing?: string;
  readonly proof?: ProofSummary;
  readonly findings: readonly CheckFinding[];
  /** Security findings that are accepted, with the reason; absent where only templates were read. */
  readonly acknowledgements?: readonly Acknowledged[];
}

/** What a report is made from. */
export interface CheckReportSources {
  readonly assembly: Assembly;
  readonly plan: Plan;
  readonly now: Date;
  /**
   * What the security rules say of the constructs.
   * @default only the templates are judged
   */
  readonly security?: SecurityReview;
}

/** Reads an assembly, judges it by the plan and says what to know before deploying. */
export function makeCheckReport(sources: CheckReportSources): CheckReport {
  const { assembly, plan, now, security } = sources;
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
    ...verdictOf(sources),
    ...(closed !== undefined && { closed }),
    regions,
    ...(routing !== undefined && { routing }),
    data,
    counts,
    openPoints: openPoints(plan),
    quotas: quotaNeeds({
      regions,
      endpoints: readInterfaceEndpoints(assembly),
      healthChecks: counts.healthChecks.total,
      granted: plan.quotas,
    }),
    accountSwitches: data.backups.rules.length > 0 ? [BACKUP_SWITCH] : [],
    omissions,
    ...(filing !== undefined && { filing }),
    ...(security !== undefined && { acknowledgements: security.acknowledgements }),
  };
}

/** Whether all rules hold, and what to do first where there is no region to prove anything of yet. */
function verdictOf({
  assembly,
  plan,
  security,
}: CheckReportSources): Pick<CheckReport, 'holds' | 'next' | 'proof' | 'findings'> {
  const { proof, findings } = judge(assembly, plan);
  const open = [...findings, ...(security?.findings ?? []).map(atConstruct)];
  return {
    holds: open.length === 0,
    ...(tryHostedDomain(plan.domain) === undefined && { next: { zoneName: plan.domain.zoneName } }),
    ...(proof !== undefined && { proof: proofSummary(proof) }),
    findings: open,
  };
}

function proofSummary({ findings: _, ...proof }: SurvivabilityProof): ProofSummary {
  return { ...proof, tightest: tightestHours(proof.perHour) };
}

/** The first part of a construct's path is its stack. */
function atConstruct({ rule, constructPath, what, fix }: SecurityFinding): CheckFinding {
  const [stackName = ''] = constructPath.split('/');
  return { rule, stackName, path: constructPath, what, fix };
}
