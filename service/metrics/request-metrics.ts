import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal } from '../errors/error-codes';
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
}

/** Counts what a fleet is asked: in total, and by channel where there are any. */
export class RequestMetrics {
  private readonly total = new RequestTally();
  private readonly channels: ReadonlyMap<string, RequestTally>;

  /** @param channels names that may become a dimension; whatever else is asked for is not repeated */
  constructor(channels: readonly string[]) {
    this.channels = new Map(channels.map((name) => [name, new RequestTally()]));
  }

  /** Counts one request. */
  count(outcome: Outcome, ms: number, channel?: string): void {
    this.total.count(outcome, ms);
    if (channel !== undefined) this.channels.get(channel)?.count(outcome, ms);
  }

  /** What was counted; starts anew. */
  take(): RequestCounts {
    return {
      total: this.total.take(),
      channels: [...this.channels].map(([name, tally]) => [name, tally.take()] as const),
    };
  }
}

/** Counts every answered request of a server but those of its health paths. */
export function countRequests(app: FastifyInstance, metrics: RequestMetrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    if (!NOT_COUNTED.has(request.routeOptions.url)) {
      // Real milliseconds, whatever the rate of the process's clock: it is work that they measure.
      metrics.count(outcomeOf(reply), reply.elapsedTime, channelOf(request));
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
