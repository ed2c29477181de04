import { MetricLines } from '../../lambda/adapters/metric-lines';
import { askChannels } from '../../lambda/channel-canary/ask-channels';
import { measureAge } from '../../lambda/drill-age/measure-age';
import { watchFleets } from '../../lambda/schedule-watch/watch-fleets';
import { KAPOK_NAMESPACE } from '../../lib/constructs/alarms/service-metrics';
import { drillHistoryItem } from '../../lib/drill/drill-history';
import { metricLine } from '../../service/metrics/embedded-metrics';
import { alarmsOf } from './alarm-view';
import { SynthesizedPlan } from './synthesized-plan';

const PLAN = 'guangdong';
const NOW = Date.parse('2026-03-01T00:00:00Z');
const LATENCY = { Values: [1], Counts: [1], Min: 1, Max: 1, Count: 1, Sum: 1 };
const counts = { requests: 1, failures: 0, shed: 0, latency: LATENCY };

const ADMISSION = { level: 0, concurrencyLimit: 64 };

/** Everything the service and the functions write, as lines of the embedded metric format. */
async function written(): Promise<readonly string[]> {
  const citizen = { Plan: PLAN, Fleet: 'citizen' };
  const lines = [
    metricLine({ atMs: NOW, dimensions: citizen, counts, admission: ADMISSION }),
    metricLine({ atMs: NOW, dimensions: { ...citizen, Channel: 'alipay' }, counts }),
  ];
  const partner = { Plan: PLAN, Fleet: 'partner' };
  lines.push(metricLine({ atMs: NOW, dimensions: partner, counts, quarantined: 1 }));
  const metrics = new MetricLines((line) => lines.push(line));
  const tools = { metrics, now: () => NOW, log: () => undefined };
  const nobody = () => Promise.reject(new Error('nobody answers'));
  await askChannels(
    { plan: PLAN, channels: ['alipay'], targets: [{ region: 'eu-west-1', hostname: 'name' }] },
    { ...tools, https: { post: nobody, get: nobody } },
  );
  const groups = {
    group: async () => ({ minSize: 1, createdAtMs: 0 }),
    recurringMinimums: async () => [],
  };
  const fleets = [{ fleet: 'citizen', groupName: 'group' }];
  await watchFleets({ plan: PLAN, fleets }, { ...tools, groups });
  await measureAge(PLAN, { ...tools, control: HELD_DRILL });
  return lines;
}

/** A history with one drill that was completed. */
const HELD_DRILL = {
  async *newestFirst() {
    yield drillHistoryItem({
      drillId: 'drill-1',
      region: 'eu-west-1',
      definition: 'region-evacuation',
      status: 'completed',
      deviated: false,
      endedAtMs: NOW,
    });
  },
};

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
}

/** `namespace name dimensions` of each metric of a line. */
function metricsOf(line: string): string[] {
  const directives: readonly Directive[] = JSON.parse(line)._aws.CloudWatchMetrics;
  return directives.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name }) =>
      Dimensions.map((names) => [Namespace, Name, ...[...names].sort()].join(' ')),
    ),
  );
}

interface Asked {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string }[];
}

test('every metric of our own that an alarm looks at is one that somebody writes', async () => {
  const made = new SynthesizedPlan();
  const asked = alarmsOf(made)
    .flatMap(({ properties }): Asked[] => [
      properties,
      ...(properties.Metrics ?? []).flatMap(
        ({ MetricStat }: { MetricStat?: { Metric: Asked } }) => MetricStat?.Metric ?? [],
      ),
    ])
    .filter(
      ({ Namespace, MetricName }) => MetricName !== undefined && !Namespace?.startsWith('AWS/'),
    )
    .map(({ Namespace, MetricName, Dimensions = [] }) =>
      [Namespace, MetricName, ...Dimensions.map(({ Name }) => Name).sort()].join(' '),
    );
  made.remove();
  const emitted = new Set((await written()).flatMap(metricsOf));

  expect(new Set(asked).size).toBeGreaterThan(6);
  for (const metric of new Set(asked)) expect([...emitted]).toContain(metric);
  for (const metric of emitted) expect(metric).toMatch(new RegExp(`^${KAPOK_NAMESPACE} `));
});
