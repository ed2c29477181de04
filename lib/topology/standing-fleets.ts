import type { Assembly } from './assembly';
import { findLoadBalancer, findTargetGroup } from './load-balancers';
import { type Property, type Resource, resourcesOf } from './property';
import { choosingRecordsOf, pathsTo, userShareOf } from './record-paths';
import { type PlacedRecord, readRecords } from './routing';
import type { ScheduledActionTopology, StandingFleet, StandingRegion } from './topology';

/** Tag that makes an Auto Scaling group a fleet; its value is the fleet's name. */
export const FLEET_TAG = 'kapok:fleet';

/** Zone Auto Scaling takes for a schedule that names none. */
const DEFAULT_TIME_ZONE = 'UTC';

/**
 * Reads of every fleet what decides its capacity and its load; the templates alone answer.
 * @throws TopologyError when a fleet cannot be read
 */
export function standingRegionsOf(assembly: Assembly): readonly StandingRegion[] {
  return regionsOf(assembly, readStandingFleet);
}

/** The stacks that run fleets, each fleet read by `readFleet`. */
export function regionsOf<Fleet>(
  assembly: Assembly,
  readFleet: (group: Resource, name: string, records: readonly PlacedRecord[]) => Fleet,
): { readonly region: string; readonly stackName: string; readonly fleets: readonly Fleet[] }[] {
  const records = readRecords(assembly);
  return assembly.stacks
    .map((stack) => {
      const groups = resourcesOf(assembly, 'AWS::AutoScaling::AutoScalingGroup', stack);
      const fleets = groups.flatMap((group) => {
        const name = tryFleetName(group);
        return name === undefined ? [] : [readFleet(group.unconditional(), name, records)];
      });
      return { region: stack.region, stackName: stack.stackName, fleets };
    })
    .filter(({ fleets }) => fleets.length > 0);
}

/** Reads what decides the capacity of one fleet. */
export function readStandingFleet(
  group: Resource,
  name: string,
  records: readonly PlacedRecord[],
): StandingFleet {
  const { id } = findLoadBalancer(findTargetGroup(group));
  // A record without alternatives, such as a region's own name, leads nobody to or from a region.
  const paths = pathsTo(id, records).filter((path) => userShareOf(path) !== undefined);
  const [first] = paths;
  const userShare = first && userShareOf(first);
  return {
    name,
    autoScalingGroupId: group.logicalId,
    instanceType: findLaunchData(group).get('InstanceType').literal(),
    zones: readZones(group),
    minSize: group.get('MinSize').number(),
    maxSize: group.get('MaxSize').number(),
    scheduledActions: group
      .referrers('AWS::AutoScaling::ScheduledAction', 'AutoScalingGroupName')
      .map(readScheduledAction),
    targetRequestsPerSecondPerInstance: readTarget(group),
    ...(userShare !== undefined && { userShare }),
    choosingRecords: paths.flatMap((path) => choosingRecordsOf(path, records)),
  };
}

/** What the launch template of a group says of its instances. */
export function findLaunchData(group: Resource): Property {
  return group
    .get('LaunchTemplate.LaunchTemplateId')
    .target('AWS::EC2::LaunchTemplate')
    .unconditional()
    .get('LaunchTemplateData');
}

function tryFleetName(group: Resource): string | undefined {
  const tags = group.tryGet('Tags')?.items() ?? [];
  return tags
    .find((tag) => tag.get('Key').text() === FLEET_TAG)
    ?.get('Value')
    .literal();
}

function readZones(group: Resource): readonly string[] {
  const zones = group
    .get('VPCZoneIdentifier')
    .items()
    .map((subnet) => subnet.target('AWS::EC2::Subnet').get('AvailabilityZone').literal());
  return [...new Set(zones)];
}

function readScheduledAction(action: Resource): ScheduledActionTopology {
  action.unconditional();
  for (const property of ['StartTime', 'EndTime']) {
    // Auto Scaling deletes an action at its end, so what stands afterwards cannot be told.
    const found = action.tryGet(property);
    if (found !== undefined) throw found.unexpected(found.text(), `no ${property}`);
  }
  const minSize = action.tryGet('MinSize')?.number();
  const maxSize = action.tryGet('MaxSize')?.number();
  return {
    logicalId: action.logicalId,
    recurrence: action.get('Recurrence').literal(),
    timeZone: action.tryGet('TimeZone')?.literal() ?? DEFAULT_TIME_ZONE,
    ...(minSize !== undefined && { minSize }),
    ...(maxSize !== undefined && { maxSize }),
  };
}

function readTarget(group: Resource): number {
  const targets = group
    .referrers('AWS::AutoScaling::ScalingPolicy', 'AutoScalingGroupName')
    .flatMap((policy) => policy.unconditional().tryGet('TargetTrackingConfiguration') ?? [])
    .filter(
      (tracking) =>
        tracking.tryGet('PredefinedMetricSpecification.PredefinedMetricType')?.text() ===
        'ALBRequestCountPerTarget',
    )
    .map((tracking) => tracking.get('TargetValue').number());
  const [perMinute] = targets;
  if (perMinute !== undefined && targets.length === 1) return perMinute / 60;
  throw group.properties.unexpected(
    `${targets.length} policies that track ALBRequestCountPerTarget`,
    'exactly one',
  );
}
