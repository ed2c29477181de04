import type { Assembly } from '../topology/assembly';
import { type Resource, resourcesOf } from '../topology/property';
import { CALLS, inputOf, SCHEDULE } from './calendar-calls';
import { allowedStatements, type IamStatement } from './iam-statements';
import { type Fault, placeOf } from './policy';
import { type Requirement, stated, unmet } from './requirement';

const ROLE = 'AWS::IAM::Role';
const GROUP = 'AWS::Scheduler::ScheduleGroup';
const PRINCIPAL = 'scheduler.amazonaws.com';
const SEND = 'sqs:SendMessage';

/** What each call needs to be allowed, and the field of its input that says on what. */
const PERMISSIONS: readonly {
  readonly call: string;
  readonly action: string;
  readonly subject: string;
}[] = [
  {
    call: CALLS.reserveUnits,
    action: 'elasticloadbalancing:ModifyCapacityReservation',
    subject: 'LoadBalancerArn',
  },
  { call: CALLS.setStackPolicy, action: 'cloudformation:SetStackPolicy', subject: 'StackName' },
];

/** What one schedule needs to be allowed: an action and the resource it is for. */
interface Need {
  readonly action: string;
  readonly resource: string;
}

/**
 * Schedules whose group is not there or whose role may not take them, may not call what they call, or
 * may call more. A schedule that is refused fails months later, in the morning it was made for.
 */
export function findScheduleRoleFaults(assembly: Assembly): readonly Fault[] {
  const byRole = new Map<string, { role: Resource; schedules: Resource[] }>();
  const faults: Fault[] = [];
  for (const schedule of resourcesOf(assembly, SCHEDULE)) {
    const role = schedule.tryGet('Target.RoleArn')?.tryTarget();
    if (role?.type !== ROLE) {
      const what = `${schedule.logicalId} calls by no role of the templates`;
      const fix = 'name the Arn of a role of the same template';
      faults.push({ ...placeOf(schedule, 'Target.RoleArn'), what, fix });
      continue;
    }
    faults.push(...trustFaults(role, schedule));
    const entry = byRole.get(role.id) ?? { role, schedules: [] };
    entry.schedules.push(schedule);
    byRole.set(role.id, entry);
  }
  return [...faults, ...[...byRole.values()].flatMap((entry) => permissionFaults(assembly, entry))];
}

function trustFaults(role: Resource, schedule: Resource): readonly Fault[] {
  const group = tryFindGroup(schedule);
  const named = schedule.tryGet('GroupName')?.text();
  if (named !== undefined && group === undefined) {
    const what = `${schedule.logicalId} belongs to ${named}, a group that its template does not make`;
    const fix = 'name a schedule group of the same template';
    return [{ ...placeOf(schedule, 'GroupName'), what, fix }];
  }
  const statements = role.tryGet('AssumeRolePolicyDocument.Statement')?.items() ?? [];
  const isTaken = statements.some((statement) => {
    const says = (path: string) => statement.tryGet(path)?.text();
    const arn = statement.tryGet('Condition.StringEquals')?.entries() ?? [];
    const source = arn.find(([name]) => name === 'aws:SourceArn')?.[1].tryTarget();
    return (
      says('Effect') === 'Allow' &&
      says('Action') === 'sts:AssumeRole' &&
      says('Principal.Service') === PRINCIPAL &&
      arn.some(([name]) => name === 'aws:SourceAccount') &&
      source !== undefined &&
      source.id === group?.id
    );
  });
  if (isTaken) return [];
  const what = `${role.logicalId} is not open to ${schedule.logicalId} and its group alone`;
  const fix = `let ${PRINCIPAL} assume it where aws:SourceAccount is this account and aws:SourceArn the group of the schedule`;
  return [{ ...placeOf(role, 'AssumeRolePolicyDocument'), what, fix }];
}

function tryFindGroup(schedule: Resource): Resource | undefined {
  const named = schedule.tryGet('GroupName');
  return schedule
    .siblings(GROUP)
    .find(
      (group) =>
        named !== undefined &&
        (group.id === named.tryTarget()?.id || group.tryGet('Name')?.text() === named.text()),
    );
}

function permissionFaults(
  assembly: Assembly,
  { role, schedules }: { readonly role: Resource; readonly schedules: readonly Resource[] },
): readonly Fault[] {
  const needs = schedules.flatMap(needsOf);
  const given = allowedStatements(assembly, role.stack).filter((one) => isOf(one, role));
  const unnamed = given.flatMap(({ resource: policy }) =>
    policy.type === ROLE ? [] : unmet(policy, NAMED),
  );
  return [
    ...missingFaults(role, needs, given),
    ...given.flatMap((one) => beyondFaults(role, needs, one)),
    ...unnamed,
    ...boundFaults(role),
  ];
}

function missingFaults(
  role: Resource,
  needs: readonly Need[],
  given: readonly IamStatement[],
): readonly Fault[] {
  const distinct = new Map(needs.map((need) => [`${need.action} ${need.resource}`, need]));
  return [...distinct.values()]
    .filter(
      ({ action, resource }) =>
        !given.some((one) => one.actions.includes(action) && one.resources.includes(resource)),
    )
    .map(({ action, resource }) => ({
      ...placeOf(role),
      what: `${role.logicalId} may not call ${action} on ${resource}, which its schedules do`,
      fix: `allow ${action} on ${resource}`,
    }));
}

function beyondFaults(
  role: Resource,
  needs: readonly Need[],
  { resource: policy, statement, actions, resources }: IamStatement,
): readonly Fault[] {
  const calls = [...new Set(needs.map((need) => need.action))].join(' and ');
  return actions.flatMap((action) =>
    resources
      .filter((on) => !needs.some((need) => need.action === action && need.resource === on))
      .map((on) => ({
        ...placeOf(policy, statement.path),
        what: `${role.logicalId} may call ${action} on ${on}, which none of its schedules does`,
        fix: `allow ${calls || 'nothing'} alone, each on what it is called for`,
      })),
  );
}

const NAMED: readonly Requirement[] = [stated('PolicyName', 'IAM refuses a policy without a name')];

/** Managed policies are not read, so nobody could say what they allow. */
function boundFaults(role: Resource): readonly Fault[] {
  return ['ManagedPolicyArns', 'PermissionsBoundary']
    .filter((path) => role.tryGet(path) !== undefined)
    .map((path) => ({
      ...placeOf(role, path),
      what: `what ${role.logicalId} may call is said outside the template, at ${path}`,
      fix: 'say it in a policy of the template',
    }));
}

/** The call itself on what its input names, and the message about its failure. */
function needsOf(schedule: Resource): readonly Need[] {
  const target = schedule.tryGet('Target.Arn')?.text() ?? '';
  const permission = PERMISSIONS.find(({ call }) => target.endsWith(call));
  const subject = permission && inputOf(schedule)[permission.subject];
  const queue = schedule.tryGet('Target.DeadLetterConfig.Arn')?.text();
  return [
    ...(permission === undefined || typeof subject !== 'string'
      ? []
      : [{ action: permission.action, resource: subject }]),
    ...(queue === undefined ? [] : [{ action: SEND, resource: queue }]),
  ];
}

function isOf({ resource }: IamStatement, role: Resource): boolean {
  if (resource.id === role.id) return true;
  const roles = resource.tryGet('Roles')?.items() ?? [];
  return roles.some((one) => one.tryTarget()?.id === role.id);
}
