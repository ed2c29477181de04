import type { IncomingMessage } from 'node:http';
import type { RouteClass } from './route-classes';

/** What the gate knows of a request that it let through. */
export interface Exchange {
  readonly id: string;
  readonly route: RouteClass;
  /** Whether it came from the page under another origin. */
  readonly forPage: boolean;
  /** Monotonic milliseconds at which the work on it began: behind the reading of its body. */
  beganMs: number;
}

/** A request that has passed the gate. */
export interface GatedRequest extends IncomingMessage {
  kapok?: Exchange;
}
