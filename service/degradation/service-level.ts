/**
 * The ladder of degradation. L0: normal. L1: the vaccination panel is off. L2: of tests only the
 * summary beside the code. L3: codes out of the region's own copies, with their age. L4: a refresh is
 * refused, phones show what they hold. L5 is known to phones only: no region answers.
 */
export const LEVELS = [0, 1, 2, 3, 4] as const;

/** One of `LEVELS`. */
export type Level = (typeof LEVELS)[number];

/** Panels beside the code. */
export type Panel = 'test' | 'vaccination';

/** Why less is shown than usual. */
export type LevelReason = 'none' | 'overload' | 'store' | 'pinned';

/** How much of a panel is shown. */
export interface PanelState {
  readonly panel: Panel;
  readonly state: 'full' | 'summary' | 'off';
  readonly reason: LevelReason;
  /** When it is back, ISO 8601; absent while the panel is full, and where nobody knows. */
  readonly until?: string;
}

/** What a process serves at this moment, and why no more. */
export interface ServiceLevel {
  readonly level: Level;
  readonly reason: LevelReason;
  /** ISO 8601. */
  readonly since: string;
  /** Whether an operator set it. */
  readonly pinned: boolean;
  readonly panels: readonly PanelState[];
}

/** Where the level of this moment is. */
export interface IServiceLevels {
  readonly current: ServiceLevel;
}
