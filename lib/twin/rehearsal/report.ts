import type { DrillTimeline, FactCount } from '../../drill/measurement';
import type { DrillObjectives, Verdict } from '../../drill/verdict';
import type { RecoveryFormula } from '../../topology/recovery-formula';

/** Everything a rehearsal found out; the command line only prints it. */
export interface RehearsalReport {
  readonly scenario: string;
  /** What the demand curve is, such as a reconstruction. */
  readonly curve: string;
  readonly strategy: string;
  readonly regions: readonly string[];
  /** Twin seconds per wall second. */
  readonly clockRate: number;
  /** Real requests that one request of the twin stands for. */
  readonly loadScale: number;
  readonly seed: number;
  readonly objectives: DrillObjectives;
  readonly timeline: DrillTimeline;
  readonly verdict: Verdict;
  readonly formula: RecoveryFormula;
  readonly facts: FactCount;
  /** Writes of the lost region, heartbeats included, that no other region had when it was lost. */
  readonly writesAtRiskAtLoss: number;
  /** Longest lag before the loss; undefined when nothing was there to replicate to. */
  readonly replicationLagSec: number | undefined;
  /** Processes killed with SIGKILL. */
  readonly processesKilled: number;
  /** Wall milliseconds from due time to answer, of served requests; this machine's own speed. */
  readonly latencyMs: { readonly p50: number; readonly p99: number };
}
