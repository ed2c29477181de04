import type { Priority } from '../../../service/admission';
import type { SimulatedServer } from './simulated-server';

/** People who ask for one thing through one channel. */
export interface Stream {
  readonly priority: Priority;
  readonly channel?: string;
  readonly perSecond: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** How patient people's phones are. */
export interface Patience {
  /** An answer after that is of no use: the phone has asked again. */
  readonly timeoutMs: number;
  /** Attempts in all; each further one at once, as naive clients do. */
  readonly attempts: number;
  readonly pauseMs: number;
}

/** What became of the requests of a stream, by the second in which they were sent. */
export class Tally {
  /** People. */
  asked = 0;
  /** Attempts. */
  sent = 0;
  refused = 0;
  readonly sentBySecond: number[] = [];
  /** Answered in time. */
  readonly latencies: number[] = [];
  /** People with an answer in time, by the second in which they first asked. */
  readonly servedBySecond: number[] = [];

  /** People with an answer in time. */
  get served(): number {
    return this.latencies.length;
  }
}

/** Latency that 99 of 100 served do not exceed. */
export function p99(tallies: readonly Tally[]): number {
  const sorted = tallies.flatMap(({ latencies }) => latencies).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}

/** Sends Poisson arrivals to a server and tells what became of them. */
export function crowd(
  server: SimulatedServer,
  stream: Stream,
  patience: Patience,
  random: () => number,
): Tally {
  const tally = new Tally();
  const { priority, channel } = stream;

  function attempt(firstMs: number, sentMs: number, left: number): void {
    tally.sent += 1;
    const sentSecond = Math.floor(sentMs / 1000);
    tally.sentBySecond[sentSecond] = (tally.sentBySecond[sentSecond] ?? 0) + 1;
    let open = true;
    const again = (atMs: number) => {
      open = false;
      if (left === 1) return;
      server.at(atMs + patience.pauseMs, (againMs) => attempt(firstMs, againMs, left - 1));
    };
    server.at(sentMs + patience.timeoutMs, (atMs) => open && again(atMs));
    server.receive({
      priority,
      channel,
      sentMs,
      onAnswer: (answer, atMs) => {
        if (!open) return;
        if (answer === 'refused') {
          tally.refused += 1;
          return again(atMs);
        }
        open = false;
        tally.latencies.push(atMs - sentMs);
        const second = Math.floor(firstMs / 1000);
        tally.servedBySecond[second] = (tally.servedBySecond[second] ?? 0) + 1;
      },
    });
  }

  function next(ms: number): void {
    const atMs = ms - (Math.log(1 - random()) * 1000) / stream.perSecond;
    if (atMs >= stream.untilMs) return;
    server.at(atMs, () => {
      tally.asked += 1;
      attempt(atMs, atMs, patience.attempts);
      next(atMs);
    });
  }

  next(stream.fromMs);
  return tally;
}
