import { groupMetric } from '../alarms/capacity-alarms';
import { firewallMetric } from '../alarms/firewall-alarms';
import { replicationLatency } from '../alarms/replication-alarms';
import { throttledRequests } from '../alarms/table-alarms';
import { physicalName, physicalNames } from '../physical-names';
import type { DashboardRow } from './rows';
import { eachRegion, FLEETS, loadBalancers, names, pairs, type ShownWorld } from './shown-world';

/** Whether what was ordered stands. */
export function capacityRow(world: ShownWorld): DashboardRow {
  const { planName } = world;
  return {
    question: 'Is the capacity standing?',
    hint: 'Instances in service at or above the minimum, so that any one region may go.',
    graphs: FLEETS.map((fleet) => ({
      title: `${fleet}: instances and minimum`,
      metrics: eachRegion(
        world,
        ['GroupInServiceInstances', 'GroupMinSize'] as const,
        (region, name) =>
          groupMetric(name, { autoScalingGroupName: physicalName(planName, fleet), region }),
      ),
    })),
  };
}

/** How far the replicas are apart. */
export function dataRow(world: ShownWorld): DashboardRow {
  const { factsTable, controlTable } = physicalNames(world.planName);
  const lag = (table: string) =>
    pairs(world).map(([region, receivingRegion]) =>
      replicationLatency({ table, receivingRegion, region, statistic: 'Maximum' }).with({
        label: `${region} to ${receivingRegion}`,
      }),
    );
  return {
    question: 'Is the data the same everywhere?',
    hint: 'What the lag shows is lost with a region. No line is worse than a high one.',
    graphs: [
      { title: 'Replication of facts, ms', metrics: lag(factsTable) },
      { title: 'Replication of control, ms', metrics: lag(controlTable) },
      {
        title: 'Throttled',
        metrics: names(world).map((region) =>
          throttledRequests({ table: factsTable, region }, region),
        ),
      },
    ],
  };
}

/** What comes through the doors. */
export function doorRow(world: ShownWorld): DashboardRow {
  const { planName } = world;
  return {
    question: 'Does the front door let people in?',
    hint: 'Blocked requests show attackers, or a carrier whose phones share an address.',
    graphs: [
      {
        title: 'Firewall: blocked',
        metrics: eachRegion(world, FLEETS, (region, fleet) =>
          firewallMetric('BlockedRequests', { planName, fleet, region }),
        ),
      },
      { title: 'Peak capacity units', metrics: loadBalancers(world, 'PeakLCUs', 'Maximum') },
    ],
  };
}

/** What the bill follows. */
export function costRow(world: ShownWorld): DashboardRow {
  const { planName } = world;
  return {
    question: 'What is being paid for?',
    hint: 'Instances, capacity units and bytes are nearly all of the bill.',
    graphs: [
      {
        title: 'Instances, warm pool included',
        metrics: eachRegion(world, FLEETS, (region, fleet) =>
          groupMetric('GroupAndWarmPoolTotalCapacity', {
            autoScalingGroupName: physicalName(planName, fleet),
            region,
          }),
        ),
      },
      { title: 'Capacity units consumed', metrics: loadBalancers(world, 'ConsumedLCUs', 'Sum') },
      { title: 'Bytes handled', metrics: loadBalancers(world, 'ProcessedBytes', 'Sum') },
    ],
  };
}
