import { Duration } from 'aws-cdk-lib';
import {
  DesyncMitigationMode,
  TargetGroupLoadBalancingAlgorithmType,
  XffHeaderProcessingMode,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { FleetName } from '../plan/plan';
import { LIVENESS_PATH } from './health-protocol';
import { LOAD_BALANCER_LOG_PREFIX } from './log-delivery';

/** An evacuated phone must look up the name again: the AWS default would hold it for an hour. */
export const CLIENT_KEEP_ALIVE = Duration.seconds(120);

/**
 * The service keeps an idle connection 65 s, so the load balancer always closes first and never sends
 * a request on a connection that is going away.
 */
export const IDLE_TIMEOUT = Duration.seconds(60);

/** Longer than any answer takes; every second more delays a release. */
export const DEREGISTRATION_DELAY = Duration.seconds(30);

/** How the load balancer asks an instance whether it lives: out after 10 s, back after 10 s. */
export const TARGET_HEALTH_CHECK = {
  path: LIVENESS_PATH,
  interval: Duration.seconds(5),
  timeout: Duration.seconds(4),
  healthyThresholdCount: 2,
  unhealthyThresholdCount: 2,
} as const;

/**
 * Below this share of living instances, percent, requests go to all of them. A fleet that carries all
 * regions works at 0.6 of what it can; with half of it gone the rest would be at 0.6 / 0.5 = 120 %,
 * so from there on a failed check speaks of the load, and leaving the rest alone fells it too. A lost
 * zone leaves 67 % of three zones and 50 % of two, which is not below. A raise that more than doubles a
 * fleet is below for seconds; that does no harm, since an instance is registered once its service answers.
 */
export const FAIL_OPEN_SHARE = 50;

/**
 * When the targets of a fleet change where its users are sent. Across zones a threshold counts the
 * targets of all zones together, so one for DNS takes all zones out at once, and an alias record that
 * evaluates its target would take the region with them; it may also not be lower than the one for
 * routing. So citizens have none: whether they may be sent here is asked from outside, of the same
 * fleet, by the checks on their records. Nobody outside asks the partner fleet, so its name leaves a
 * region when not one instance lives; its users are machines that send again.
 */
export const TARGET_GROUP_HEALTH = {
  citizen: {
    dnsMinimumHealthyTargetCount: 0,
    dnsMinimumHealthyTargetPercentage: 0,
    routingMinimumHealthyTargetCount: 1,
    routingMinimumHealthyTargetPercentage: FAIL_OPEN_SHARE,
  },
  partner: {
    dnsMinimumHealthyTargetCount: 1,
    dnsMinimumHealthyTargetPercentage: 0,
    routingMinimumHealthyTargetCount: 1,
    routingMinimumHealthyTargetPercentage: 0,
  },
} as const satisfies Record<FleetName, object>;

/** How requests are spread over instances. */
export const TARGET_GROUP_BALANCING = {
  // Stated, because the thresholds above mean something else without it.
  crossZoneEnabled: true,
  // By weight, so that an instance which answers with errors gets less. The fewest outstanding requests
  // would give it more: an error is ready before an answer. Neither allows a slow start; an instance
  // is warm before it is registered.
  loadBalancingAlgorithmType: TargetGroupLoadBalancingAlgorithmType.WEIGHTED_RANDOM,
  enableAnomalyMitigation: true,
} as const;

/** What every load balancer does with connections and headers. */
export const LOAD_BALANCER_SETTINGS = {
  clientKeepAlive: CLIENT_KEEP_ALIVE,
  idleTimeout: IDLE_TIMEOUT,
  dropInvalidHeaderFields: true,
  // The strictest mode refuses what old phones' libraries send; this one serves it on a connection of its own.
  desyncMitigationMode: DesyncMitigationMode.DEFENSIVE,
  // The last address is the one that connected, whatever the request claims.
  xffHeaderProcessingMode: XffHeaderProcessingMode.APPEND,
  // A firewall out of reach would else answer everybody with 500: the service has its own admission.
  wafFailOpen: true,
} as const;

/**
 * Attributes the CDK has no name for. Connection logs stay off: requests are logged already, and at
 * 300 million connections a day of some 300 bytes they would add 90 GB a day to say how TLS was
 * agreed. Whoever hunts a TLS fault switches them on for an hour.
 */
export function otherAttributes(
  fleet: FleetName,
  logBucket: string,
): Readonly<Record<string, string>> {
  return {
    'access_logs.s3.enabled': 'true',
    'access_logs.s3.bucket': logBucket,
    'access_logs.s3.prefix': `${LOAD_BALANCER_LOG_PREFIX}/${fleet}`,
    'connection_logs.s3.enabled': 'false',
    // An operator may take a zone out by hand.
    'zonal_shift.config.enabled': 'true',
  };
}
