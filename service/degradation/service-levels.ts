import type { IClock } from '../clock';
import { TopicCopy } from '../control/topic-copy';
import { CONTROL_POLL_SECONDS } from '../evacuation/control-poller';
import type { IControlStore } from '../evacuation/control-store';
import type { IRunning } from '../running';
import { CALM_SECONDS, firstState, type LadderState, step } from './ladder';
import type { ILoopDelay } from './loop-delay';
import { panelStates } from './panel-states';
import { type Pin, pinFor, readPins, SERVICE_LEVEL_TOPIC } from './pins';
import type { IServiceLevels, Level, LevelReason, ServiceLevel } from './service-level';
import type { SignalCounts, StoreReading } from './signals';

/** Between two readings of the signals. */
export const READING_SECONDS = 1;

/** What a `ServiceLevels` needs. */
export interface ServiceLevelsOptions {
  readonly region: string;
  readonly control: IControlStore;
  readonly clock: IClock;
  readonly signals: SignalCounts;
  readonly store: () => StoreReading;
  readonly loopDelay: ILoopDelay;
  /** Share of the memory that may be used, from 0 to 1. */
  readonly memoryShare: () => number;
  /** Hears of every change, once. */
  readonly onChange: (level: ServiceLevel, before: ServiceLevel) => void;
  readonly onFailure: (error: unknown) => void;
  /** Hears of a pin that cannot be read, and why. */
  readonly onUnreadable: (name: string, why: string) => void;
}

/** Keeps the level of this process: what its signals ask for, unless an operator has pinned it. */
export class ServiceLevels implements IServiceLevels, IRunning {
  /** Nothing is waited for: a pin that is read a moment after the first request does no harm. */
  readonly ready = Promise.resolve();
  private readonly pins: TopicCopy<readonly Pin[]>;
  private ladder: LadderState;
  private held: ServiceLevel;
  private toldUntilMs: number | undefined;
  private stopReading: () => void = () => undefined;

  constructor(private readonly options: ServiceLevelsOptions) {
    const { control, clock, onFailure, onUnreadable } = options;
    this.pins = new TopicCopy<readonly Pin[]>({
      store: control,
      topic: SERVICE_LEVEL_TOPIC,
      everySeconds: CONTROL_POLL_SECONDS,
      read: (items) => readPins(items, onUnreadable),
      initial: [],
      clock,
      onFailure,
    });
    this.ladder = firstState(clock.now());
    this.held = levelOf(this.ladder, () => undefined);
  }

  get current(): ServiceLevel {
    return this.held;
  }

  /** Reads the pins and the signals again and again. */
  start(): void {
    const { clock, loopDelay } = this.options;
    this.pins.start();
    loopDelay.start();
    this.stopReading = clock.every(READING_SECONDS, () => this.read());
  }

  /** Reads no more. */
  stop(): void {
    this.pins.stop();
    this.options.loopDelay.stop();
    this.stopReading();
  }

  private read(): void {
    const { clock, signals, store, loopDelay, memoryShare, region } = this.options;
    const nowMs = clock.now();
    const reading = {
      ...signals.take(),
      loopDelayMs: loopDelay.read(),
      store: store(),
      memoryShare: memoryShare(),
    };
    this.ladder = step(this.ladder, reading, nowMs);
    this.hold(pinFor(this.pins.value, region, nowMs), nowMs);
  }

  private hold(pin: Pin | undefined, nowMs: number): void {
    const level = pin?.level ?? this.ladder.level;
    const pinned = pin !== undefined;
    const before = this.held;
    const isSame = before.level === level && before.pinned === pinned;
    const until = pinned ? () => pin.untilMs : (less: number) => calmUntilMs(this.ladder, less);
    const told = until(1);
    if (isSame && told === this.toldUntilMs) return;
    this.toldUntilMs = told;
    const cause = pinned ? 'pinned' : this.ladder.reason;
    const reason = level === 0 ? 'none' : cause;
    const since = isSame ? before.since : new Date(nowMs).toISOString();
    this.held = { ...levelOf({ level, reason, sinceMs: nowMs }, until), since, pinned };
    if (!isSame) this.options.onChange(this.held, before);
  }
}

/**
 * When the ladder stands so many levels lower if it stays as calm as it is; undefined while something
 * holds the level, since nobody knows for how long.
 */
function calmUntilMs({ level, calmSinceMs }: LadderState, levelsLess: number): number | undefined {
  if (level === 0 || calmSinceMs === undefined) return undefined;
  return calmSinceMs + levelsLess * CALM_SECONDS * 1000;
}

function levelOf(
  { level, reason, sinceMs }: { level: Level; reason: LevelReason; sinceMs: number },
  untilMsOf: (levelsLess: number) => number | undefined,
): ServiceLevel {
  const panels = panelStates(level, reason, (levelsLess) => {
    const untilMs = untilMsOf(levelsLess);
    return untilMs === undefined ? undefined : new Date(untilMs).toISOString();
  });
  return { level, reason, since: new Date(sinceMs).toISOString(), pinned: false, panels };
}
