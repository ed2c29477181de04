import { completedAtMs, DRILL_HISTORY_TOPIC } from '../../lib/drill/drill-history';
import type { ITopicReader } from '../adapters/control-topic';
import type { IMetricSink } from '../adapters/metric-lines';

const DAY_MS = 24 * 60 * 60_000;

/** What a look at the history works with. */
export interface AgeTools {
  readonly control: ITopicReader;
  readonly metrics: IMetricSink;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Emits how many days ago the last drill was completed, in fractions. Without any it emits nothing:
 * there is no true number, and the alarm takes silence for overdue.
 */
export async function measureAge(plan: string, { control, metrics, now }: AgeTools): Promise<void> {
  for await (const item of control.newestFirst(DRILL_HISTORY_TOPIC)) {
    const endedAtMs = completedAtMs(item);
    if (endedAtMs === undefined) continue;
    const atMs = now();
    metrics.emit({
      dimensions: { Plan: plan },
      values: [{ name: 'DaysSinceDrill', unit: 'None', value: (atMs - endedAtMs) / DAY_MS }],
      atMs,
    });
    return;
  }
}
