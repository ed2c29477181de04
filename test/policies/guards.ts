import { planCapacity } from '../../lib/plan/capacity';
import type { Plan } from '../../lib/plan/plan';
import type { LooseResource, LooseResources } from './tampered-assembly';

const DOOR = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const TARGETS = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const SCHEDULER = 'arn:aws:scheduler:::aws-sdk';

/** `40 6 10 1 *` as the scheduler writes it. */
export function schedulerCron(recurrence: string): string {
  const [minute, hour, day, month] = recurrence.split(' ');
  return `cron(${minute} ${hour} ${day} ${month} ? *)`;
}

/** Puts the load balancers of a region behind a web ACL, with all that belongs to it. */
export function addGuards(resources: LooseResources, plan: Plan): void {
  resources.Acl = {
    Type: 'AWS::WAFv2::WebACL',
    Properties: {
      Rules: [
        { Name: 'Ceiling', Priority: 1, Action: { Block: {} }, Statement: {} },
        {
          Name: 'Health',
          Priority: 0,
          Action: { Allow: {} },
          Statement: { OrStatement: { Statements: ['/regional-health', '/evacuations/'] } },
        },
      ],
    },
  };
  for (const [id, { Type, Properties }] of Object.entries(resources)) {
    if (Type === DOOR) {
      resources[`${id}Guard`] = {
        Type: 'AWS::WAFv2::WebACLAssociation',
        Properties: {
          ResourceArn: { Ref: id },
          WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] },
        },
      };
      put(Properties.LoadBalancerAttributes, {
        'access_logs.s3.enabled': 'true',
        'access_logs.s3.bucket': 'logs',
        'access_logs.s3.prefix': 'load-balancers',
        'idle_timeout.timeout_seconds': '60',
        'routing.http.desync_mitigation_mode': 'defensive',
        'routing.http.xff_header_processing.mode': 'append',
        'connection_logs.s3.enabled': 'false',
        'waf.fail_open.enabled': 'true',
        'zonal_shift.config.enabled': 'true',
      });
    }
    if (Type === TARGETS) {
      put(Properties.TargetGroupAttributes, {
        'target_group_health.dns_failover.minimum_healthy_targets.count': 'off',
        'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
        'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
        'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': '50',
        'load_balancing.algorithm.type': 'weighted_random',
        'load_balancing.algorithm.anomaly_mitigation': 'on',
        'load_balancing.cross_zone.enabled': 'true',
      });
    }
  }
  addSchedules(resources, plan);
}

type Attributes = { Key: string; Value: string }[];

function put(attributes: Attributes, wanted: Readonly<Record<string, string>>): void {
  for (const [Key, Value] of Object.entries(wanted)) {
    if (!attributes.some((one) => one.Key === Key)) attributes.push({ Key, Value });
  }
}

/** Reservations and freezes as the capacity of the plan has them. */
function addSchedules(resources: LooseResources, plan: Plan): void {
  const capacity = planCapacity(plan);
  const [region] = capacity.regions;
  const doors = Object.keys(resources).filter((id) => resources[id]?.Type === DOOR);
  for (const { fleet, scheduledReservations } of region?.fleets ?? []) {
    const door = doors.find((id) => id.toLowerCase().startsWith(fleet));
    for (const [index, one] of scheduledReservations.entries()) {
      const input = `{"LoadBalancerArn":"\${${door}}","MinimumLoadBalancerCapacity":{"CapacityUnits":${one.capacityUnits}}}`;
      const call = 'elasticloadbalancingv2:modifyCapacityReservation';
      const schedule = scheduleOf(one.recurrence, plan, call, { 'Fn::Sub': input });
      resources[`Reserve${fleet}${index}`] ??= schedule;
    }
  }
  const { closes, opens } = capacity.deployFreeze;
  for (const [effect, moments] of [
    ['Deny', closes],
    ['Allow', opens],
  ] as const) {
    for (const [index, { recurrence }] of moments.entries()) {
      const statement = { Effect: effect, Action: 'Update:*', Principal: '*', Resource: '*' };
      const body = JSON.stringify({ Statement: [statement] });
      const input = JSON.stringify({ StackName: '@', StackPolicyBody: body });
      const [before, after] = input.split('@');
      const joined = { 'Fn::Join': ['', [before, { Ref: 'AWS::StackName' }, after]] };
      const call = 'cloudformation:setStackPolicy';
      resources[`${effect}${index}`] = scheduleOf(recurrence, plan, call, joined);
    }
  }
}

function scheduleOf(recurrence: string, plan: Plan, call: string, Input: object): LooseResource {
  return {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      FlexibleTimeWindow: { Mode: 'OFF' },
      ScheduleExpression: schedulerCron(recurrence),
      ScheduleExpressionTimezone: plan.timeZone,
      Target: {
        Arn: `${SCHEDULER}:${call}`,
        RoleArn: 'arn:aws:iam::000000000000:role/x',
        DeadLetterConfig: { Arn: 'arn:aws:sqs:here:000000000000:missed' },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 },
        Input,
      },
    },
  };
}
