import type { Level, LevelReason } from './service-level';
import type { Signals } from './signals';
import { wantedLevel } from './wanted-level';

/** A level is entered when it was wanted for so many readings on end: one may be chance. */
export const ENTER_READINGS = 2;

/** A level is left, for the one below, after so long without anything that would hold it. */
export const CALM_SECONDS = 30;

/** A level is held while more than this part of its threshold is exceeded. */
export const HOLD_FACTOR = 0.5;

/** Where the ladder stands; a value, so that the same readings give the same levels anywhere. */
export interface LadderState {
  readonly level: Level;
  readonly reason: LevelReason;
  readonly sinceMs: number;
  /** Readings on end that wanted more. */
  readonly raised: number;
  /** The least that these wanted. */
  readonly raisedTo: Level;
  /** Since when nothing holds the level. */
  readonly calmSinceMs: number | undefined;
}

/** Where a process begins. */
export function firstState(nowMs: number): LadderState {
  return {
    level: 0,
    reason: 'none',
    sinceMs: nowMs,
    raised: 0,
    raisedTo: 0,
    calmSinceMs: undefined,
  };
}

/** The next state after one reading. It rises at once by as much as is wanted, and falls by one. */
export function step(state: LadderState, signals: Signals, nowMs: number): LadderState {
  const wanted = wantedLevel(signals);
  if (wanted.level > state.level) return rising(state, wanted, nowMs);
  const still = { ...state, raised: 0, raisedTo: 0 as Level };
  if (state.level === 0) return still;
  const held = wantedLevel(signals, HOLD_FACTOR);
  if (held.level >= state.level) return { ...still, calmSinceMs: undefined };
  const calmSinceMs = state.calmSinceMs ?? nowMs;
  if (nowMs - calmSinceMs < CALM_SECONDS * 1000) return { ...still, calmSinceMs };
  const level = (state.level - 1) as Level;
  const reason = level === 0 ? 'none' : state.reason;
  return { ...still, level, reason, sinceMs: nowMs, calmSinceMs: nowMs };
}

function rising(
  state: LadderState,
  wanted: { readonly level: Level; readonly reason: LevelReason },
  nowMs: number,
): LadderState {
  const raised = state.raised + 1;
  const least = state.raised === 0 ? wanted.level : Math.min(state.raisedTo, wanted.level);
  const level = least as Level;
  if (raised < ENTER_READINGS) return { ...state, raised, raisedTo: level, calmSinceMs: undefined };
  return { ...firstState(nowMs), level, reason: wanted.reason };
}
