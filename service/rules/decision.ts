import type { Colour, Reason } from './rule-set';
import type { TestPanel } from './test-panel';
import type { VaccinationPanel } from './vaccination-panel';

/** How to get out of a colour, and how far one has come. */
export interface WayOut extends Reason {
  readonly testsDone?: number;
  readonly testsNeeded?: number;
  /** Earliest sampling that would count as the next test, ISO 8601; absent when any would. */
  readonly nextSampleFrom?: string;
  /** When the colour ends by itself, ISO 8601. */
  readonly endsAt?: string;
}

/** What a code says at one instant. */
export interface Verdict {
  readonly colour: Colour;
  readonly reason: Reason;
  /** Of every colour but green. */
  readonly wayOut?: WayOut;
  /** How to object; of every colour but green. */
  readonly appeal?: Reason;
}

/** A verdict with all that is said around it; the two versions and the facts reproduce it. */
export interface Decision extends Verdict {
  readonly ruleVersion: string;
  readonly riskAreasVersion: string;
  /** The newest test; absent when none is known. */
  readonly test?: TestPanel;
  readonly vaccination: VaccinationPanel;
  /** The next change of colour that comes by time alone, if no new fact arrives. */
  readonly nextChange?: { readonly atMs: number; readonly colour: Colour };
  /** The next change of a panel that comes by time alone. */
  readonly nextPanelChangeMs?: number;
}
