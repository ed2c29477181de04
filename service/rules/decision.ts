import type { TestBody } from '../facts/fact';
import type { Colour, Reason } from './rule-set';

/** How to get out of a colour, and how far one has come. */
export interface WayOut extends Reason {
  readonly testsDone?: number;
  readonly testsNeeded?: number;
  /** Earliest sampling that would count as the next test, ISO 8601. */
  readonly nextSampleFrom?: string;
  /** When the colour ends by itself, ISO 8601. */
  readonly endsAt?: string;
}

/** The newest nucleic-acid test, for the panel beside the code. */
export interface TestPanel {
  readonly result: TestBody['result'];
  readonly sampledAt: string;
  /** Narrowest window the sampling still lies in; absent when it lies in none. */
  readonly withinHours?: number;
}

/** What a code says at one instant. */
export interface Verdict {
  readonly colour: Colour;
  readonly reason: Reason;
  readonly wayOut?: WayOut;
}

/** A verdict with all that is said around it. */
export interface Decision extends Verdict {
  readonly ruleVersion: string;
  readonly test?: TestPanel;
  /** The next change that comes by time alone, if no new fact arrives. */
  readonly nextChange?: { readonly atMs: number; readonly colour: Colour };
}
