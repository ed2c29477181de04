import type { JsonWebKey } from 'node:crypto';

/** What the load process is told first: who the people are and who signs for them. */
export interface LoadSetup {
  readonly type: 'setup';
  readonly people: number;
  readonly nowMs: number;
  readonly audience: string;
  /** Private keys by channel; people are spread over channels in turn. */
  readonly channelKeys: readonly { readonly channel: string; readonly jwk: JsonWebKey }[];
}

/** What is asked of the service. */
export type Question = 'code' | 'refresh' | 'tests' | 'vaccinations' | 'health';

/** A share of the requests, by question and channel. */
export interface Stream {
  readonly name: string;
  readonly question: Question;
  /** Absent: whatever channel the person has. */
  readonly channel?: string;
  /** Requests per second, in an open load. */
  readonly ratePerSecond: number;
}

/** Requests one after the other on each connection, as fast as they are answered. */
export interface ClosedLoad {
  readonly type: 'closed';
  readonly port: number;
  readonly connections: number;
  readonly question: Question;
  /** Either ends it. */
  readonly requests?: number;
  readonly seconds?: number;
}

/** Poisson arrivals that wait for nobody, with naive retries: at once, whatever `retry-after` says. */
export interface OpenLoad {
  readonly type: 'open';
  readonly port: number;
  readonly seconds: number;
  readonly connections: number;
  readonly streams: readonly Stream[];
  /** Attempts of one request in all. */
  readonly attempts: number;
  /** Pause before an attempt is repeated, milliseconds. */
  readonly retryMs: number;
  /** When a client gives up an attempt, milliseconds. */
  readonly timeoutMs: number;
}

/** What one kind of requests met. */
export interface Tally {
  readonly name: string;
  /** People who wanted something. */
  readonly arrivals: number;
  /** Requests sent, repetitions included. */
  readonly attempts: number;
  /** Arrivals answered with 200 in the end. */
  readonly served: number;
  readonly refused: number;
  /** No answer in time, or a broken connection. */
  readonly unanswered: number;
  /** Of answers with 200, milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** What the load process reports. */
export interface LoadReport {
  readonly type: 'report';
  readonly seconds: number;
  readonly tallies: readonly Tally[];
  /** Answers with 200 of the first stream, second by second. */
  readonly servedBySecond: readonly number[];
}
