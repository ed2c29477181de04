import type { Mutant } from './mutants';

/** A property without which nobody is worse off, and why. */
export interface Harmless {
  readonly type: RegExp;
  readonly path: RegExp;
  readonly reason: string;
}

/** Everything that may be deleted unnoticed; each entry must be used by some mutant of some plan. */
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
];

/** Why a mutant does no harm; undefined when it does. */
export function tryFindReason({ type, path }: Mutant): string | undefined {
  return HARMLESS.find((one) => one.type.test(type) && one.path.test(path))?.reason;
}
