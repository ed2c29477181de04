import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * How long a body may be on its way: the longest, 128 kB of records, needs 0.1 Mbit/s for that, and a
 * request for a code comes in one packet.
 */
export const BODY_PATIENCE_MS = 10_000;

/** Requests that were let in and whose bodies are awaited. */
export class BodiesOnTheirWay {
  private readonly sinceMs = new Map<IncomingMessage, number>();

  /** @param monotonicMs monotonic milliseconds */
  constructor(private readonly monotonicMs: () => number) {}

  /** Awaits the body of a request until it arrives or the request ends. */
  await(request: IncomingMessage, response: ServerResponse): void {
    this.sinceMs.set(request, this.monotonicMs());
    response.once('close', () => this.sinceMs.delete(request));
  }

  /** Whether the body of this request was awaited; it is not any more. */
  arrived(request: IncomingMessage): boolean {
    return this.sinceMs.delete(request);
  }

  /** Cuts off the requests whose bodies take too long. */
  sweep(): void {
    const longAgoMs = this.monotonicMs() - BODY_PATIENCE_MS;
    for (const [request, sinceMs] of this.sinceMs) if (sinceMs < longAgoMs) request.destroy();
  }
}

/** Whether a request announces a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}
