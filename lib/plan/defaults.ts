import type { RoutingPolicy } from './plan';

/** Weighted records: every region gets an equal share, so a lost one is spread over the rest. */
export const DEFAULT_ROUTING: RoutingPolicy = 'weighted';

/** Data outlives the stacks unless the plan says that it is disposable. */
export const DEFAULT_SANDBOX = false;

/** Minutes between a raise and the demand it is for: late action (2), launch, warm-up and a margin. */
export const DEFAULT_LEAD_MINUTES = 20;

/** Utilisation a fleet is sized and scaled for: queues stay short and a wrong forecast has room. */
export const DEFAULT_TARGET_UTILISATION = 0.6;
