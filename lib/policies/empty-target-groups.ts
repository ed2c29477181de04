import type { Assembly } from '../topology/assembly';
import { findLoadBalancer, findTargetGroup } from '../topology/load-balancers';
import { type Resource, resourcesOf } from '../topology/property';
import { aliasRecordsOf } from './alias-records';
import { type Fault, placeOf } from './policy';
import { tryReadValue } from './requirement';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

/**
 * An alias that evaluates its target's health takes a load balancer without targets for an ill region.
 * So a group that users are led to never stands at 0, not by its minimum and not by its schedule.
 */
export function findEmptyTargetGroups(assembly: Assembly): readonly Fault[] {
  const led = new Set(
    aliasRecordsOf(assembly)
      .filter(({ carriesUsers }) => carriesUsers)
      .flatMap(({ loadBalancer }) => loadBalancer?.id ?? []),
  );
  const groups = resourcesOf(assembly, GROUP).filter(
    (group) =>
      group.tryGet('TargetGroupARNs') !== undefined &&
      led.has(findLoadBalancer(findTargetGroup(group)).id),
  );
  return [...groups.flatMap(emptyAtTimes), ...groupless(assembly, led)];
}

function emptyAtTimes(group: Resource): readonly Fault[] {
  const actions = group.referrers('AWS::AutoScaling::ScheduledAction', 'AutoScalingGroupName');
  return [group, ...actions].flatMap((resource) =>
    ['MinSize', 'MaxSize']
      .filter((path) => Number(tryReadValue(resource, path) ?? 1) <= 0)
      .map((path) => ({
        ...placeOf(resource, path),
        what: `${resource.logicalId} sets ${path} of ${group.logicalId} to 0: its target group runs empty and Route 53 evacuates the region`,
        fix: `set ${path} to at least 2, or lead no users there`,
      })),
  );
}

/** A target group that no Auto Scaling group fills has no targets at all. */
function groupless(assembly: Assembly, led: ReadonlySet<string>): readonly Fault[] {
  const filled = new Set(
    resourcesOf(assembly, GROUP).flatMap((group) =>
      (group.tryGet('TargetGroupARNs')?.items() ?? []).flatMap((arn) => arn.tryTarget()?.id ?? []),
    ),
  );
  return resourcesOf(assembly, TARGET_GROUP)
    .filter((targets) => !filled.has(targets.id) && led.has(findLoadBalancer(targets).id))
    .map((targets) => ({
      ...placeOf(targets),
      what: `${targets.logicalId} stands behind users and no Auto Scaling group fills it`,
      fix: 'register an Auto Scaling group with it',
    }));
}
