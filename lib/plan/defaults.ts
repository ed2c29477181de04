import type { RoutingPolicy } from './plan';

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
