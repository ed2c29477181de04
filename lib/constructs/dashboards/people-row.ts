import { canaryMetric } from '../alarms/canary-alarms';
import { serviceMetric } from '../alarms/service-metrics';
import { shareOf } from '../alarms/share';
import type { DashboardRow, Graph } from './rows';
import { eachRegion, names, pairs, type ShownWorld } from './shown-world';

/** What phones get, by channel. */
export function peopleRow(world: ShownWorld): DashboardRow {
  const { planName, channels } = world;
  const of = { planName, fleet: 'citizen' };
  return {
    question: 'Are people served?',
    hint: 'What phones get, by channel: failures measured inside, canaries from another region.',
    graphs: [
      {
        title: 'Requests a minute',
        metrics: eachRegion(world, channels, (region, channel) =>
          serviceMetric('Requests', { ...of, channel, region }),
        ),
      },
      failureShares(world),
      {
        title: 'Wait of 99 in 100, ms',
        metrics: eachRegion(world, channels, (region, channel) =>
          serviceMetric('Latency', { ...of, channel, region, statistic: 'p99' }),
        ),
      },
      canaries(world),
    ],
  };
}

function failureShares(world: ShownWorld): Graph {
  const { planName, channels } = world;
  const metrics = names(world).flatMap((region) =>
    channels.map((channel) => {
      const of = { planName, fleet: 'citizen', channel, region };
      return shareOf({
        label: `${region} ${channel}`,
        key: `${region}_${channel}`,
        part: serviceMetric('Failures', of),
        whole: serviceMetric('Requests', of),
        counts: { fromWhole: 1 },
      });
    }),
  );
  return { title: 'Share that fails', metrics };
}

function canaries(world: ShownWorld): Graph {
  const { planName, channels } = world;
  const metrics = pairs(world).flatMap(([region, target]) =>
    channels.map((channel) =>
      canaryMetric('CanarySuccess', { planName, target, channel, region }).with({
        label: `${region} asks ${target} ${channel}`,
      }),
    ),
  );
  return { title: 'Canaries that get a code', metrics };
}
