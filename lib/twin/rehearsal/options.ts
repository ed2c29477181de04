import type { DrillObjectives } from '../../drill/verdict';
import type { Topology } from '../../topology/topology';

/** The morning to replay, as instants. */
export interface ScenarioRun {
  readonly name: string;
  /** What the curve is; printed wherever figures made from it are. */
  readonly label: string;
  readonly startMs: number;
  readonly loseAtMs: number;
  readonly bootAtMs: number;
  readonly endMs: number;
  /** Real requests per second at an instant. */
  readonly requestsPerSecondAt: (instantMs: number) => number;
}

/** What a rehearsal is told. */
export interface RehearsalOptions {
  readonly topology: Topology;
  readonly scenario: ScenarioRun;
  readonly strategy: string;
  readonly channels: readonly { readonly name: string; readonly share: number }[];
  readonly objectives: DrillObjectives;
  /** Region to lose; one that runs fleets. */
  readonly regionLost: string;
  /** Twin seconds per wall second. */
  readonly clockRate: number;
  /** Real requests that one request of the twin stands for. */
  readonly loadScale: number;
  readonly seed: number;
  /** People whose facts are ingested first. */
  readonly people: number;
  /** Folder for the stores; the caller removes it. */
  readonly directory: string;
  /** Port of the DNS server; 0 takes a free one. */
  readonly dnsPort: number;
  readonly signal: AbortSignal;
  /** Hears of every step and, during the replay, of every few minutes, with the twin's time. */
  readonly onProgress: (line: string, twinMs: number) => void;
}
