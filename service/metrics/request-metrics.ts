import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PRIORITIES, type Priority } from '../admission';
import { isRefusal } from '../errors/error-codes';
import type { GatedRequest } from '../gate/exchange';
import { EVACUATIONS_PATH, LIVENESS_PATH, REGIONAL_HEALTH_PATH } from '../health/health-routes';
import { type Outcome, RequestTally, type TallyCounts } from './request-tally';

/** Asked by machines about the process, many times a second whether people ask or not. */
const NOT_COUNTED: ReadonlySet<string | undefined> = new Set([
  LIVENESS_PATH,
  REGIONAL_HEALTH_PATH,
  EVACUATIONS_PATH,
]);

/** Everything counted in one interval. */
export interface RequestCounts {
  readonly total: TallyCounts;
  /** One for each channel of the plan, asked or not. */
  readonly channels: readonly (readonly [name: string, counts: TallyCounts])[];
  /** One for each priority that was asked for in this interval or before. */
  readonly priorities: readonly (readonly [name: Priority, counts: TallyCounts])[];
  /** Batches that were put in quarantine. */
  readonly quarantined: number;
}

/** Counts what a fleet is asked: in total, by priority, and by channel where there are any. */
export class RequestMetrics {
  private readonly total = new RequestTally();
  private readonly channels: ReadonlyMap<string, RequestTally>;
  private readonly priorities = new Map<Priority, RequestTally>();
  private quarantined = 0;

  /** @param channels names that may become a dimension; whatever else is asked for is not repeated */
  constructor(channels: readonly string[]) {
    this.channels = new Map(channels.map((name) => [name, new RequestTally()]));
  }

  /** Counts one request. */
  count(outcome: Outcome, ms: number, channel?: string, priority?: Priority): void {
    this.total.count(outcome, ms);
    if (priority !== undefined) this.tallyOf(priority).count(outcome, ms);
    if (channel !== undefined) this.channels.get(channel)?.count(outcome, ms);
  }

  /** Counts a batch that waits for a second person; one that is sent again counts again. */
  countQuarantined(): void {
    this.quarantined += 1;
  }

  /** What was counted; starts anew. */
  take(): RequestCounts {
    const { quarantined } = this;
    this.quarantined = 0;
    return {
      quarantined,
      total: this.total.take(),
      channels: [...this.channels].map(([name, tally]) => [name, tally.take()] as const),
      priorities: PRIORITIES.flatMap((name) => {
        const tally = this.priorities.get(name);
        return tally === undefined ? [] : [[name, tally.take()] as const];
      }),
    };
  }

  /** Only of those that a fleet is asked for: each is a set of metrics that is paid for. */
  private tallyOf(priority: Priority): RequestTally {
    const known = this.priorities.get(priority);
    if (known !== undefined) return known;
    const tally = new RequestTally();
    this.priorities.set(priority, tally);
    return tally;
  }
}

/**
 * Counts every request that a server answered but those of its health paths; the gate counts what it
 * answers itself.
 */
export function countRequests(app: FastifyInstance, metrics: RequestMetrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    if (!NOT_COUNTED.has(request.routeOptions.url)) {
      // Real milliseconds, whatever the rate of the process's clock: it is work that they measure.
      metrics.count(outcomeOf(reply), reply.elapsedTime, channelOf(request), priorityOf(request));
    }
    done();
  });
}

function outcomeOf({ statusCode, errorCode }: FastifyReply): Outcome {
  if (statusCode === 429) return 'shed';
  if (statusCode < 500) return 'answered';
  return isRefusal(statusCode, errorCode) ? 'shed' : 'failed';
}

function channelOf({ params }: FastifyRequest): string | undefined {
  return (params as { readonly channel?: string } | undefined)?.channel;
}

function priorityOf({ raw }: FastifyRequest): Priority | undefined {
  const priority = (raw as GatedRequest).kapok?.route.priority;
  return priority === 'exempt' ? undefined : priority;
}
