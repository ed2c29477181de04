import type { ServerResponse } from 'node:http';
import type { SampleOutcome, Ticket, TurnDelay } from '../admission';
import type { GatedRequest } from './exchange';

/** A request under way. */
export interface Work {
  readonly request: GatedRequest;
  readonly response: ServerResponse;
  readonly ticket: Ticket;
  /** Before it was admitted. */
  readonly waitedMs: number;
}

/** What `WorkTickets` needs. */
export interface WorkTicketsOptions {
  readonly turn: TurnDelay;
  /** Monotonic milliseconds. */
  readonly monotonicMs: () => number;
}

/** Gives tickets back when their responses have ended, with what that tells of the load. */
export class WorkTickets {
  /** Those whose bodies may still be on their way. */
  private readonly open = new Set<Work>();

  constructor(private readonly options: WorkTicketsOptions) {}

  /** Follows a request to its end. */
  follow(work: Work): void {
    const { turn, monotonicMs } = this.options;
    const { request, response, ticket, waitedMs } = work;
    if (request.kapok !== undefined) request.kapok.beganMs = monotonicMs();
    this.open.add(work);
    response.once('close', () => {
      this.open.delete(work);
      const ms = waitedMs + monotonicMs() - (request.kapok?.beganMs ?? 0);
      const outcome = outcomeOf(response);
      // Only when the turn is over: of requests that are worked off at once, as many as the limit says
      // are let into one turn.
      turn.afterTurn(() => ticket.release(ms, outcome));
    });
  }

  /** Cuts off the requests whose bodies take too long. */
  sweep(): void {
    const sinceMs = this.options.monotonicMs() - BODY_PATIENCE_MS;
    for (const { request } of this.open) {
      if (!request.complete && (request.kapok?.beganMs ?? 0) < sinceMs) request.destroy();
    }
  }
}

/**
 * How long a body may be on its way: the longest, 128 kB of records, needs 0.1 Mbit/s for that, and a
 * request for a code comes in one packet.
 */
export const BODY_PATIENCE_MS = 10_000;

function outcomeOf({ writableFinished, statusCode }: ServerResponse): SampleOutcome {
  if (!writableFinished) return 'dropped';
  return statusCode < 400 ? 'served' : 'ignored';
}
