import type { Assembly } from '../topology/assembly';
import { resourcesOf } from '../topology/property';
import { standingRegionsOf } from '../topology/standing-fleets';
import type { StandingRegion } from '../topology/topology';
import { type AlarmMetric, alarmMetrics } from './alarm-metrics';
import { type Fault, placeOf, policyOf } from './policy';

/** What goes wrong unseen is found by people at the gates. */
export const watched = policyOf(
  'kapok-watched',
  'every alarm tells somebody, and what people depend on has one, also from outside its region',
  findMuteAlarms,
  findUnwatchedRegions,
  findRegionsUnseenFromOutside,
);

/** Metrics of a region's own stack without which nobody learns of the loss that each tells of. */
const OWN_METRICS: Readonly<Record<string, string>> = {
  'Kapok Failures': 'a channel that fails',
  'Kapok Latency': 'a channel that is slow',
  'Kapok Shed': 'people who are turned away',
  'Kapok ScheduledMinimumMissed': 'capacity that was not raised',
  'AWS/AutoScaling GroupInServiceInstances': 'capacity under its floor',
  'AWS/Scheduler InvocationDroppedCount': 'load-balancer units that were not raised',
  'AWS/CertificateManager DaysToExpiry': 'a certificate that ends',
  'AWS/WAFV2 BlockedRequests': 'people whom the firewall blocks',
  'AWS/Usage ResourceCount': 'a quota that is nearly used up',
};

function findMuteAlarms(assembly: Assembly): readonly Fault[] {
  return resourcesOf(assembly, 'AWS::CloudWatch::Alarm')
    .filter((alarm) => {
      const actions = alarm.tryGet('AlarmActions')?.items() ?? [];
      return actions.length === 0 || alarm.tryGet('ActionsEnabled')?.boolean() === false;
    })
    .map((alarm) => ({
      ...placeOf(alarm, 'AlarmActions'),
      what: `the alarm ${alarm.tryGet('AlarmName')?.text() ?? alarm.logicalId} tells nobody`,
      fix: 'let it tell the topic of its region',
    }));
}

function findUnwatchedRegions(assembly: Assembly): readonly Fault[] {
  const metrics = alarmMetrics(assembly);
  return standingRegionsOf(assembly).flatMap(({ region, stackName }) => {
    const own = new Set(
      metrics.filter(({ alarm }) => alarm.stack.stackName === stackName).map(({ name }) => name),
    );
    return Object.entries(OWN_METRICS)
      .filter(([name]) => !own.has(name))
      .map(([name, loss]) => ({
        stackName,
        what: `no alarm of ${region} reads ${name}, so nobody learns of ${loss}`,
        fix: 'make the alarms of every region from the catalogue',
      }));
  });
}

/** A region that is ill may be too ill to say so; one without instances has nothing to ask yet. */
function findRegionsUnseenFromOutside(assembly: Assembly): readonly Fault[] {
  const regions = standingRegionsOf(assembly);
  if (regions.length < 2) return [];
  const metrics = alarmMetrics(assembly);
  return regions
    .filter(servesNow)
    .filter(({ region }) => !metrics.some((metric) => asksFromOutside(metric, region)))
    .map(({ region, stackName }) => ({
      stackName,
      what: `no alarm of another region asks whether ${region} shows codes`,
      fix: 'deploy the canaries of the other regions, with their alarms',
    }));
}

function servesNow({ fleets }: StandingRegion): boolean {
  return fleets.every(({ minSize, scheduledActions }) =>
    [minSize, ...scheduledActions.map((action) => action.minSize ?? minSize)].every(
      (minimum) => minimum > 0,
    ),
  );
}

function asksFromOutside(metric: AlarmMetric, region: string): boolean {
  return (
    metric.name === 'Kapok CanarySuccess' &&
    metric.dimension('TargetRegion') === region &&
    metric.alarm.stack.region !== region
  );
}
