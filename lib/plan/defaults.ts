import type { Consistency, PredictiveScalingMode, RoutingPolicy } from './plan';

/** Weighted records: every region gets an equal share, so a lost one is spread over the rest. */
export const DEFAULT_ROUTING: RoutingPolicy = 'weighted';

/** Data outlives the stacks unless the plan says that it is disposable. */
export const DEFAULT_SANDBOX = false;

/**
 * Minutes until a raised minimum stands: a scheduled action may come 2 minutes late, and an instance
 * takes up to 5 from launch to service (243 s were seen with a heavy boot). The proof counts the old
 * minimum until then, so no shorter lead could hold where demand rises.
 */
export const READY_MINUTES = 2 + 5;

/** Longest lead: a raise lies at most on the day before the demand it is for. */
export const LEAD_MINUTES_LIMIT = 240;

/** Minutes between a raise and the demand it is for: `READY_MINUTES` (7) and a margin of 13. */
export const DEFAULT_LEAD_MINUTES = 20;

/** Utilisation a fleet is sized and scaled for: queues stay short and a wrong forecast has room. */
export const DEFAULT_TARGET_UTILISATION = 0.6;

/** A zone that exists already is the usual case. */
export const DEFAULT_OWN_ZONE = false;

/** The shorter of the two intervals Route 53 has: each costs more, and 3 x 20 s less of an outage. */
export const DEFAULT_CHECK_INTERVAL_SECONDS = 10;

/** Answers in a row that change a checker's mind: 3 x 10 s to leave a region and to return. */
export const DEFAULT_CHECK_FAILURE_THRESHOLD = 3;

/** Every region takes writes and none waits for another. */
export const DEFAULT_CONSISTENCY: Consistency = 'eventual';

/**
 * Hours between a raise of load-balancer units and the campaign: it takes minutes, sometimes hours, and
 * comes first come first served. Nobody pays for what is reserved late and used.
 */
export const DEFAULT_LOAD_BALANCER_LEAD_HOURS = 6;

/** Longest such lead: a raise lies at most on the day before the campaign. */
export const LOAD_BALANCER_LEAD_LIMIT_HOURS = 24;

/** Nobody has seen its forecast yet when a group is new, and it cannot see a one-day surge. */
export const DEFAULT_PREDICTIVE_SCALING: PredictiveScalingMode = 'forecast-only';

/** A drill a month: what was proved longer ago was proved for another release. */
export const DEFAULT_DRILL_MAXIMUM_AGE_DAYS = 31;
