import type { JsonWebKey } from 'node:crypto';

/** What the load process is told first: who the people are and who signs for them. */
export interface LoadSetup {
  readonly type: 'setup';
  readonly people: number;
  readonly nowMs: number;
  readonly audience: string;
  /** Private keys by channel; people are spread over channels in turn. */
  readonly channelKeys: readonly {
    readonly channel: string;
    readonly kid: string;
    readonly jwk: JsonWebKey;
  }[];
}

/** What is asked of the service. */
export type Question = 'code' | 'refresh' | 'tests' | 'vaccinations' | 'health';

/** A share of the requests, by question and channel. */
export interface Stream {
  readonly name: string;
  readonly question: Question;
  /** Absent: whatever channel the person has. */
  readonly channel?: string;
  /** Requests per second. */
  readonly ratePerSecond: number;
  /** When it begins, seconds. @default 0 */
  readonly fromSec?: number;
  /** When it ends, seconds. @default with the load */
  readonly untilSec?: number;
}

/** Requests one after the other on each connection, as fast as they are answered. */
export interface ClosedLoad {
  readonly type: 'closed';
  readonly port: number;
  readonly connections: number;
  readonly question: Question;
  /** The person who begins; the others follow in turn. */
  readonly from: number;
  /** Whether whoever is refused asks again until he is served. */
  readonly insists: boolean;
  /** Either ends it. */
  readonly requests?: number;
  readonly seconds?: number;
}

/** Poisson arrivals that wait for nobody, with naive retries: at once, whatever `retry-after` says. */
export interface OpenLoad {
  readonly type: 'open';
  readonly port: number;
  readonly seconds: number;
  /** Open from the beginning; more are opened when all are busy. */
  readonly connections: number;
  /** The person who begins; every stream goes on where the one before has its last. */
  readonly from: number;
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
  /** Arrivals, and those of them that were served in the end, by the second of arrival. */
  readonly arrivedBySecond: readonly number[];
  readonly servedBySecond: readonly number[];
  /** Those who were served out of memory. */
  readonly copiedBySecond: readonly number[];
  /** Refusals, all attempts counted. */
  readonly refusedBySecond: readonly number[];
}

/** What the load process reports. */
export interface LoadReport {
  readonly type: 'report';
  readonly seconds: number;
  /** Of all answers with 200. */
  readonly p99Ms: number;
  /** One for each stream. */
  readonly tallies: readonly Tally[];
}
