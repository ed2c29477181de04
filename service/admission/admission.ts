import type { Priority } from './priority';

/** What is known of a request before anything is done for it. */
export interface AdmissionRequest {
  readonly priority: Priority;
  /** Absent, or not one that was configured: it shares with all such. */
  readonly channel?: string | undefined;
}

/**
 * How an admitted request ended, as far as its duration tells something about the load: `served` did
 * the usual work, `dropped` was given up before its end, `ignored` did something else (a refusal of
 * the caller, a failure).
 */
export type SampleOutcome = 'served' | 'dropped' | 'ignored';

/** The right to work on one request. */
export interface Ticket {
  readonly admitted: true;
  /** Gives the place back, once; further calls change nothing. */
  release(ms: number, outcome: SampleOutcome): void;
}

/**
 * Why a request was not admitted: no place, no place beyond its channel's own (or it stands back behind
 * what had none), something more important of its channel was turned away just before, or the thread is
 * behind. `share` says that a channel asks for too much, the others that all together do.
 */
export type RefusalReason = 'limit' | 'share' | 'precedence' | 'delay';

/** One of a few ready values. */
export interface Refusal {
  readonly admitted: false;
  readonly reason: RefusalReason;
}

/** What an admission says about itself. */
export interface AdmissionState {
  /** Requests that may be worked on at once. */
  readonly limit: number;
  readonly inFlight: number;
}

/** Decides which requests are worked on. */
export interface IAdmission {
  readonly state: AdmissionState;
  admit(request: AdmissionRequest): Ticket | Refusal;
}

/** How long what arrives now has waited, about, before the one thread came to it. */
export interface IQueueDelay {
  /** Milliseconds. */
  readonly ms: number;
}
