import { metricLine } from '../../../service/metrics/embedded-metrics';
import type { TestApp } from '../fixtures/app';

/** What a test's server would publish of what it was asked since the last time. */
export function metricLines({ metrics, clock }: Pick<TestApp, 'metrics' | 'clock'>): string[] {
  const { total, channels } = metrics.take();
  const dimensions = { Plan: 'guangdong', Fleet: 'citizen' };
  return [
    metricLine({ atMs: clock.now(), dimensions, counts: total }),
    ...channels.map(([name, counts]) =>
      metricLine({ atMs: clock.now(), dimensions: { ...dimensions, Channel: name }, counts }),
    ),
  ];
}
