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
  constructor(private readonly options: WorkTicketsOptions) {}

  /** Follows a request to its end. */
  follow(work: Work): void {
    const { turn, monotonicMs } = this.options;
    const { request, response, ticket, waitedMs } = work;
    if (request.kapok !== undefined) request.kapok.beganMs = monotonicMs();
    response.once('close', () => {
      const ms = waitedMs + monotonicMs() - (request.kapok?.beganMs ?? 0);
      const outcome = outcomeOf(response);
      // Only when the turn is over: of requests that are worked off at once, as many as the limit says
      // are let into one turn.
      turn.afterTurn(() => ticket.release(ms, outcome));
    });
  }
}

function outcomeOf({ writableFinished, statusCode }: ServerResponse): SampleOutcome {
  if (!writableFinished) return 'dropped';
  return statusCode < 400 ? 'served' : 'ignored';
}
