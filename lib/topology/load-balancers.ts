import type { Property, Resource } from './property';
import type { LoadBalancerTopology, TargetThreshold } from './topology';

const PREFIX = 'AWS::ElasticLoadBalancingV2::';

/** What Elastic Load Balancing takes for what a target group with HTTP targets leaves out. */
export const TARGET_GROUP_DEFAULTS = {
  path: '/',
  intervalSec: 30,
  timeoutSec: 5,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  deregistrationDelaySec: 300,
  threshold: { targets: 1, percent: 0 },
} as const;

/** The load balancer that leads to a target group. */
export function findLoadBalancer(targetGroup: Resource): Resource {
  return loadBalancerOf(findListener(targetGroup));
}

function loadBalancerOf(listener: Resource): Resource {
  return listener.get('LoadBalancerArn').target(`${PREFIX}LoadBalancer`);
}

/** The one target group that a group registers its instances with. */
export function findTargetGroup(group: Resource): Resource {
  const listed = group.get('TargetGroupARNs');
  const [first, ...others] = listed.items();
  if (first === undefined || others.length > 0) {
    throw listed.unexpected(`${listed.items().length} target groups`, 'exactly one');
  }
  return first.target(`${PREFIX}TargetGroup`);
}

/** Reads the load balancer, listener and certificates that lead to a target group. */
export function readLoadBalancer(targetGroup: Resource): LoadBalancerTopology {
  const listener = findListener(targetGroup);
  const protocol = listener.get('Protocol');
  const protocolText = protocol.text();
  if (protocolText !== 'HTTP' && protocolText !== 'HTTPS') {
    throw protocol.unexpected(protocolText, 'HTTP or HTTPS');
  }
  const delay = attributeOf(targetGroup, 'deregistration_delay.timeout_seconds');
  return {
    id: loadBalancerOf(listener).id,
    listenerPort: listener.get('Port').number(),
    protocol: protocolText,
    certificateNames: readCertificateNames(listener),
    targetHealthCheck: readTargetHealthCheck(targetGroup),
    dnsThreshold: readThreshold(targetGroup, 'dns_failover'),
    routingThreshold: readThreshold(targetGroup, 'unhealthy_state_routing'),
    deregistrationDelaySec: delay?.number() ?? TARGET_GROUP_DEFAULTS.deregistrationDelaySec,
  };
}

function readTargetHealthCheck(targetGroup: Resource): LoadBalancerTopology['targetHealthCheck'] {
  const defaults = TARGET_GROUP_DEFAULTS;
  const number = (name: string) => targetGroup.tryGet(name)?.number();
  return {
    path: targetGroup.tryGet('HealthCheckPath')?.literal() ?? defaults.path,
    intervalSec: number('HealthCheckIntervalSeconds') ?? defaults.intervalSec,
    timeoutSec: number('HealthCheckTimeoutSeconds') ?? defaults.timeoutSec,
    healthyThreshold: number('HealthyThresholdCount') ?? defaults.healthyThreshold,
    unhealthyThreshold: number('UnhealthyThresholdCount') ?? defaults.unhealthyThreshold,
  };
}

function readThreshold(targetGroup: Resource, what: string): TargetThreshold {
  const { threshold } = TARGET_GROUP_DEFAULTS;
  const part = (unit: string) => {
    const key = `target_group_health.${what}.minimum_healthy_targets.${unit}`;
    const value = attributeOf(targetGroup, key);
    return value?.literal() === 'off' ? 0 : value?.number();
  };
  return {
    targets: part('count') ?? threshold.targets,
    percent: part('percentage') ?? threshold.percent,
  };
}

function attributeOf(targetGroup: Resource, key: string): Property | undefined {
  const attributes = targetGroup.tryGet('TargetGroupAttributes')?.items() ?? [];
  return attributes.find((attribute) => attribute.get('Key').text() === key)?.get('Value');
}

function findListener(targetGroup: Resource): Resource {
  const { stack, properties } = targetGroup;
  const listeners = targetGroup.siblings(`${PREFIX}Listener`).filter((listener) => {
    const rules = listener.referrers(`${PREFIX}ListenerRule`, 'ListenerArn');
    return [
      ...(listener.tryGet('DefaultActions')?.items() ?? []),
      ...rules.flatMap((rule) => rule.get('Actions').items()),
    ].some((action) => leadsTo(action, targetGroup));
  });
  const [listener] = listeners;
  if (listener !== undefined && listeners.length === 1) return listener;
  const got = `${listeners.length} listeners of ${stack.id} that forward to it`;
  throw properties.unexpected(got, 'exactly one');
}

function leadsTo(action: Property, targetGroup: Resource): boolean {
  const forwarded = action.tryGet('ForwardConfig.TargetGroups')?.items() ?? [];
  return [action, ...forwarded].some(
    (holder) => holder.tryGet('TargetGroupArn')?.tryTarget()?.id === targetGroup.id,
  );
}

function readCertificateNames(listener: Resource): readonly string[] {
  const lists = [listener, ...listener.referrers(`${PREFIX}ListenerCertificate`, 'ListenerArn')];
  const names = lists
    .flatMap((holder) => holder.tryGet('Certificates')?.items() ?? [])
    .map((item) => item.get('CertificateArn').target('AWS::CertificateManager::Certificate'))
    .flatMap((certificate) => [
      certificate.get('DomainName'),
      ...(certificate.tryGet('SubjectAlternativeNames')?.items() ?? []),
    ])
    .map((name) => name.literal().toLowerCase());
  return [...new Set(names)];
}
