import type { Assembly } from '../topology/assembly';
import { type Resource, resourcesOf } from '../topology/property';
import { LIVENESS_PATH } from './evacuation-protocol';
import { type Fault, placeOf } from './policy';
import {
  between,
  exactly,
  halfEntries,
  type Requirement,
  stated,
  tryReadValue,
  unmet,
} from './requirement';

const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const ATTRIBUTES = 'TargetGroupAttributes';

const REQUIREMENTS: readonly Requirement[] = [
  exactly('HealthCheckPath', LIVENESS_PATH, 'an ill dependency would empty all regions at once'),
  // Twice in a row at up to 10 s apart: a dead instance is left alone within 20 s.
  between('HealthCheckIntervalSeconds', 5, 10, 'a dead instance would keep its users too long'),
  between('HealthCheckTimeoutSeconds', 2, 10, 'how long an answer may take is left open'),
  between('HealthyThresholdCount', 2, 3, 'a new instance would be let in unseen or too late'),
  between('UnhealthyThresholdCount', 2, 3, 'one lost answer, or none in a minute, would decide'),
  exactly('Matcher.HttpCode', 200, 'a refusal or a redirect would count as life'),
  stated('Port', 'where the service is asked is left open'),
  exactly('Protocol', 'HTTP', 'instances take what their load balancer has decrypted'),
  exactly('TargetType', 'instance', 'Auto Scaling registers instances'),
  stated('VpcId', 'where its targets are is left open'),
  exactly(`${ATTRIBUTES}[stickiness.enabled]`, false, 'a citizen must not hang on one instance'),
  between(
    `${ATTRIBUTES}[deregistration_delay.timeout_seconds]`,
    1,
    60,
    'the default of 300 s holds up every replaced instance',
  ),
  // When a load balancer gives up on all its targets; AWS's own choice may take the region with them.
  ...['dns_failover', 'unhealthy_state_routing'].flatMap((what) =>
    ['count', 'percentage'].map((unit) =>
      stated(
        `${ATTRIBUTES}[target_group_health.${what}.minimum_healthy_targets.${unit}]`,
        'at how few healthy targets it acts is left open',
      ),
    ),
  ),
  stated(`${ATTRIBUTES}[load_balancing.algorithm.type]`, 'how requests are spread is left open'),
  stated(
    `${ATTRIBUTES}[load_balancing.algorithm.anomaly_mitigation]`,
    'whether an instance that errs gets less is left open',
  ),
  exactly(
    `${ATTRIBUTES}[load_balancing.cross_zone.enabled]`,
    true,
    'the thresholds would count the targets of one zone alone',
  ),
];

/** Target groups that judge an instance by more than itself, or too rashly or too late. */
export function findTargetGroupFaults(assembly: Assembly): readonly Fault[] {
  return resourcesOf(assembly, TARGET_GROUP).flatMap((targets) => [
    ...unmet(targets, REQUIREMENTS),
    ...halfEntries(targets, ATTRIBUTES),
    ...timeoutFaults(targets),
  ]);
}

function timeoutFaults(targets: Resource): readonly Fault[] {
  const [interval, timeout] = ['HealthCheckIntervalSeconds', 'HealthCheckTimeoutSeconds'].map(
    (path) => Number(tryReadValue(targets, path)),
  );
  if (interval === undefined || timeout === undefined || !(timeout >= interval)) return [];
  return [
    {
      ...placeOf(targets, 'HealthCheckTimeoutSeconds'),
      what: `${targets.logicalId} waits ${timeout} s for an answer and asks every ${interval} s`,
      fix: 'wait for less time than passes between two questions',
    },
  ];
}
