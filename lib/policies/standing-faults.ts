import { type Assembly, asObject, type Json } from '../topology/assembly';
import { type Resource, resourcesOf } from '../topology/property';
import { type Fault, type PolicyContext, placeOf } from './policy';
import { absent, exactly, type Requirement, stated, unmet } from './requirement';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const ACTION = 'AWS::AutoScaling::ScheduledAction';

const GROUP_REQUIREMENTS: readonly Requirement[] = [
  stated('MinSize', 'what stands after a deployment is left open'),
  stated('MaxSize', 'how far the group may grow is left open'),
  stated('VPCZoneIdentifier', 'where its instances stand is left open'),
  stated('TargetGroupARNs', 'nothing leads to its instances'),
  exactly('HealthCheckType', 'ELB', 'an instance that does not answer would count as standing'),
  absent('DesiredCapacity', 'each deployment would put the group back to it'),
];

/** Sizes, and schedules that keep them, all without which what stands is not what was proved. */
export function findStandingFaults(assembly: Assembly, { plan }: PolicyContext): readonly Fault[] {
  return [
    ...resourcesOf(assembly, GROUP).flatMap((group) => [
      ...unmet(group, GROUP_REQUIREMENTS),
      ...updateFaults(group),
    ]),
    ...resourcesOf(assembly, ACTION).flatMap((action) => actionFaults(action, plan.timeZone)),
  ];
}

/** Without this, a deployment inside a raised hour sets the size of the template. */
function updateFaults(group: Resource): readonly Fault[] {
  const policy = group.stack.template.Resources?.[group.logicalId]?.UpdatePolicy ?? {};
  const scheduled = asObject(policy.AutoScalingScheduledAction);
  const faults: Fault[] = [];
  if (scheduled.IgnoreUnmodifiedGroupSizeProperties !== true) {
    faults.push({
      ...placeOf(group, 'UpdatePolicy.AutoScalingScheduledAction'),
      what: `${group.logicalId} falls back to its template's sizes with every deployment`,
      fix: 'set IgnoreUnmodifiedGroupSizeProperties to true',
    });
  }
  if (suspendsProcesses(policy)) {
    faults.push({
      ...placeOf(group, 'UpdatePolicy'),
      what: `${group.logicalId} suspends processes while it is updated, scheduled actions among them`,
      fix: 'take SuspendProcesses away',
    });
  }
  return faults;
}

function suspendsProcesses(value: Json | undefined): boolean {
  return Object.entries(asObject(value)).some(
    ([key, inner]) => key === 'SuspendProcesses' || suspendsProcesses(inner),
  );
}

function actionFaults(action: Resource, timeZone: string): readonly Fault[] {
  const isOfGroup = action.tryGet('AutoScalingGroupName')?.tryTarget()?.type === GROUP;
  return [
    ...unmet(action, [
      {
        path: 'AutoScalingGroupName',
        holds: () => isOfGroup,
        allowed: 'a group of the same template',
        why: 'the action changes no group',
      },
      stated('MinSize', 'the action raises or lowers nothing'),
      stated('Recurrence', 'the action never fires'),
      exactly('TimeZone', timeZone, 'the action fires at another hour than the plan says'),
      absent('DesiredCapacity', 'it would send away instances that are busy'),
    ]),
  ];
}
