import type { IClock } from '../clock';
import { TopicCopy } from '../control/topic-copy';
import type { ControlItem } from '../evacuation/control-items';
import type { IControlStore } from '../evacuation/control-store';
import type { IRunning } from '../running';
import {
  laterOf,
  readWatermark,
  WATERMARK_TOPIC,
  type Watermark,
  watermarkName,
} from './watermark-items';

/** Between two reads: as-of times are shown by the minute. */
export const WATERMARKS_EVERY_SECONDS = 30;

/** What `Watermarks` needs. */
export interface WatermarksOptions {
  readonly control: IControlStore;
  readonly clock: IClock;
  readonly onFailure: (error: unknown) => void;
}

/** Time of the newest record by kind, ISO 8601. */
export type NewestRecords = Readonly<Record<string, string>>;

interface Held {
  readonly byName: ReadonlyMap<string, Watermark>;
  readonly newest: NewestRecords;
}

/** A copy of how far the records of every kind and source are, kept up to date. */
export class Watermarks implements IRunning {
  readonly ready: Promise<void>;
  private readonly copy: TopicCopy<Held>;

  constructor({ control, clock, onFailure }: WatermarksOptions) {
    this.copy = new TopicCopy<Held>({
      store: control,
      topic: WATERMARK_TOPIC,
      everySeconds: WATERMARKS_EVERY_SECONDS,
      read: held,
      initial: held([]),
      clock,
      onFailure,
    });
    this.ready = this.copy.ready;
  }

  /** The newest record of each kind that this region knows of. */
  get current(): NewestRecords {
    return this.copy.value.newest;
  }

  /** What was last read of one kind and source. */
  tryFind(name: Pick<Watermark, 'kind' | 'source'>): Watermark | undefined {
    return this.copy.value.byName.get(watermarkName(name));
  }

  start(): void {
    this.copy.start();
  }

  stop(): void {
    this.copy.stop();
  }
}

function held(items: readonly ControlItem[]): Held {
  const byName = new Map<string, Watermark>();
  const newest: Record<string, string> = {};
  for (const mark of items.flatMap((item) => readWatermark(item) ?? [])) {
    const name = watermarkName(mark);
    byName.set(name, laterOf(mark, byName.get(name)));
    const known = newest[mark.kind];
    if (known === undefined || mark.recordAt > known) newest[mark.kind] = mark.recordAt;
  }
  return { byName, newest };
}
