/** The five redundancy presets; see `strategies.ts` for what each one sets. */
export type StrategyName =
  | 'single-region'
  | 'backup-restore'
  | 'pilot-light'
  | 'warm-standby'
  | 'active-active';

/** What the deployed capacity must outlive at any minute without a launch. */
export type SurviveLevel = 'none' | 'region' | 'region+zone';

/** How Route 53 spreads users over the regions that serve. */
export type RoutingPolicy = 'weighted' | 'latency';

/** The fleets every region runs; each has its own load balancer and Auto Scaling group. */
export type FleetName = 'citizen' | 'partner';

/** The fleets of a region, in the order in which they are listed everywhere. */
export const FLEET_NAMES: readonly FleetName[] = ['citizen', 'partner'];

/**
 * How the replicas of the global tables agree: `eventual` takes writes in every region and merges them
 * within about a second, `strong` answers a write once a second region has it.
 */
export type Consistency = 'eventual' | 'strong';

/** Whether predictive scaling only shows its forecast or also acts on it. */
export type PredictiveScalingMode = 'forecast-only' | 'forecast-and-scale';

/** An AWS partition Kapok can be deployed to. */
export type Partition = 'aws' | 'aws-cn';

/** A day of the calendar; without a year it comes back every year. */
export interface CalendarDate {
  readonly year?: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** An announced surge: on each date, from `fromMinute` until just before `toMinute`. */
export interface Campaign {
  readonly name: string;
  readonly dates: readonly CalendarDate[];
  /** Minute of the local day, 0 to 1439. */
  readonly fromMinute: number;
  /** Minute after `fromMinute`; above 1440 when the campaign runs past midnight. */
  readonly toMinute: number;
  /** Requests per minute that reach the citizen fleets of all regions together. */
  readonly peakRequestsPerMinute: number;
}

/** Demand for showing codes: one value per hour, taken at the full hour, joined by straight lines. */
export interface Traffic {
  /** 24 values, requests per minute, Monday to Friday. */
  readonly weekday: readonly number[];
  /** 24 values, requests per minute, Saturday and Sunday. */
  readonly weekend: readonly number[];
  /** Ingestion from partners, requests per minute, the same at every minute. */
  readonly partnerRequestsPerMinute: number;
  readonly campaigns: readonly Campaign[];
}

/** One region the plan names, with the zones its network spans. */
export interface PlanRegion {
  readonly name: string;
  readonly zones: readonly string[];
}

/** A channel: a front door for citizens with its share of the traffic. */
export interface Channel {
  readonly name: string;
  /** 0 to 1; the shares of all channels sum to 1. */
  readonly share: number;
}

/** How one fleet is built and rated. */
export interface FleetPlan {
  readonly instanceType: string;
  /** What one instance serves at 100 % utilisation, measured by a load test. */
  readonly requestsPerSecondPerInstance: number;
  /** The share of that rate the fleet is sized and scaled for, above 0 and up to 1. */
  readonly targetUtilisation: number;
}

/** What a rehearsal or drill is judged by. */
export interface Objectives {
  readonly rtoSeconds: number;
  readonly rpoSeconds: number;
  /** Least share of requests served outside the recovery window, 0 to 1. */
  readonly servedRatio: number;
}

/** The public name users reach the application by. */
export interface Domain {
  readonly zoneName: string;
  /** Absent until a zone of our own has been deployed for the first time. */
  readonly hostedZoneId?: string;
  /** Whether a stack of ours makes the hosted zone; else it exists already. */
  readonly ownZone: boolean;
}

/** A domain whose hosted zone exists. */
export interface HostedDomain {
  readonly zoneName: string;
  readonly hostedZoneId: string;
}

/** How Route 53's checkers ask a region. */
export interface HealthCheckPlan {
  /** Seconds between two requests of one checker; the shorter one costs more. */
  readonly intervalSeconds: 10 | 30;
  /** Answers in a row that change a checker's mind, either way. */
  readonly failureThreshold: number;
}

/** How the data is replicated. */
export interface DataPlan {
  readonly consistency: Consistency;
  /** Region that only votes, of a strongly consistent table with two replicas. */
  readonly witness?: string;
}

/** What AWS has granted the account in each region of the plan; what is absent nobody has said. */
export interface GrantedQuotas {
  /** vCPUs of running on-demand instances of the fleets' kind. */
  readonly onDemandVcpus?: number;
  /** Reserved capacity units of all load balancers of a region together. */
  readonly reservedLoadBalancerUnits?: number;
}

/** What is made ready before the demand it is for. */
export interface PrewarmPlan {
  readonly leadMinutes: number;
  /** Hours between a raise of reserved load-balancer units and the campaign it is for. */
  readonly loadBalancerLeadHours: number;
  readonly predictiveScaling: PredictiveScalingMode;
}

/** The validated plan: the one value from which stacks, proofs, twin and review are made. */
export interface Plan {
  readonly name: string;
  /** IANA time zone of the traffic curve, the campaigns and the schedules. */
  readonly timeZone: string;
  readonly partition: Partition;
  readonly domain: Domain;
  readonly regions: readonly PlanRegion[];
  readonly strategy: StrategyName;
  readonly survive: SurviveLevel;
  readonly routing: RoutingPolicy;
  readonly objectives: Objectives;
  readonly channels: readonly Channel[];
  readonly traffic: Traffic;
  readonly fleets: Readonly<Record<FleetName, FleetPlan>>;
  readonly prewarm: PrewarmPlan;
  readonly healthChecks: HealthCheckPlan;
  readonly data: DataPlan;
  /** IPv4 blocks of the partners that may send records; empty when none is registered. */
  readonly partnerSources: readonly string[];
  /** Addresses that are told when an alarm goes off. */
  readonly alarmEmails: readonly string[];
  readonly quotas: GrantedQuotas;
  /** Longest time between two drills, days. */
  readonly drills: { readonly maximumAgeDays: number };
  /** A disposable deployment: data is destroyed with the stacks. */
  readonly sandbox: boolean;
}
