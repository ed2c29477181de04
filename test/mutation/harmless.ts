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
    type: /^AWS::Scheduler::Schedule$/,
    path: /^Properties\.Description$/,
    reason: 'a label for people',
  },
  {
    type: /^AWS::Scheduler::Schedule$/,
    path: /^Properties\.State$/,
    removed: /^"ENABLED"$/,
    reason: 'the default of the scheduler, stated for the reader',
  },
  {
    type: /^AWS::IAM::(Role|Policy)$/,
    path: /^Properties\.(AssumeRolePolicyDocument|PolicyDocument)\.Version$/,
    reason: 'statements without variables mean the same in the older policy language',
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
