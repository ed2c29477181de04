import type { Mutant } from './mutants';

/** A property without which nobody is worse off, and why. */
export interface Harmless {
  readonly type: RegExp;
  readonly path: RegExp;
  /** What the deleted value must hold as JSON. @default anything */
  readonly removed?: RegExp;
  readonly reason: string;
}

/** Everything that may be deleted unnoticed. */
export const HARMLESS: readonly Harmless[] = [
  {
    type: /^AWS::Route53::HealthCheck$/,
    path: /^Properties\.HealthCheckTags/,
    reason: 'the name people see in the console',
  },
  {
    type: /^AWS::/,
    path: /^Properties\.Tags/,
    reason: 'labels for people and bills',
  },
  {
    type: /^AWS::Scheduler::Schedule$/,
    path: /^Properties\.(Description|Name|GroupName|State)$/,
    reason: 'a label, a name that AWS would choose, the default group, and the default ENABLED',
  },
  {
    type: /^AWS::ElasticLoadBalancingV2::(LoadBalancer|TargetGroup)$/,
    path: /^Properties\.Name$/,
    reason: 'a name that AWS would choose',
  },
  {
    type: /^AWS::ElasticLoadBalancingV2::LoadBalancer$/,
    path: /^Properties\.LoadBalancerAttributes\.\d+$/,
    removed: /"connection_logs\.s3\.enabled","Value":"false"/,
    reason: 'the default of AWS, stated for the reader',
  },
];

/** Why a mutant does no harm; undefined when it does. */
export function tryFindReason(mutant: Mutant): string | undefined {
  const json = JSON.stringify(mutant.removed);
  return HARMLESS.find(
    ({ type, path, removed }) =>
      type.test(mutant.type) && path.test(mutant.path) && (removed?.test(json) ?? true),
  )?.reason;
}
