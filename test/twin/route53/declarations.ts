import type {
  HealthCheckTopology,
  RecordPolicy,
  RecordTopology,
} from '../../../lib/topology/topology';
import type { EndpointCheck } from '../../../lib/twin/route53/probe';

type CalculatedCheck = Extract<HealthCheckTopology, { kind: 'calculated' }>;

/** An HTTP check every 10 s with threshold 3, but for what is said otherwise. */
export function endpointCheck(over: Partial<EndpointCheck> = {}): EndpointCheck {
  return {
    kind: 'endpoint',
    id: 'serving-a',
    type: 'HTTP',
    domainName: 'a.origin.code.example.org',
    port: 80,
    path: '/regional-health',
    intervalSec: 10,
    failureThreshold: 3,
    inverted: false,
    disabled: false,
    ...over,
  };
}

/** A calculated check over `childIds` that wants `healthThreshold` of them. */
export function calculatedCheck(
  childIds: readonly string[],
  healthThreshold: number,
  over: Partial<CalculatedCheck> = {},
): CalculatedCheck {
  return {
    kind: 'calculated',
    id: 'in-service-a',
    childIds,
    healthThreshold,
    inverted: false,
    disabled: false,
    ...over,
  };
}

/** An alias record of code.code.example.org to the load balancer `lb-<letter>`. */
export function aliasRecord(
  letter: string,
  policy: RecordPolicy,
  over: Partial<RecordTopology> = {},
): RecordTopology {
  return {
    name: 'code.code.example.org',
    type: 'A',
    policy,
    target: { kind: 'load-balancer', loadBalancerId: `lb-${letter}` },
    evaluateTargetHealth: false,
    ...over,
  };
}

/** A weighted alias record, its set identifier being the letter. */
export function weighted(letter: string, weight: number, over: Partial<RecordTopology> = {}) {
  return aliasRecord(letter, { kind: 'weighted', setIdentifier: letter, weight }, over);
}

/** A latency alias record, set identifier and region being the letter. */
export function latency(letter: string, over: Partial<RecordTopology> = {}) {
  return aliasRecord(letter, { kind: 'latency', setIdentifier: letter, region: letter }, over);
}

/** A failover alias record that evaluates its target, its set identifier being the letter. */
export function failover(
  letter: string,
  role: 'primary' | 'secondary',
  over: Partial<RecordTopology> = {},
) {
  const policy = { kind: 'failover', setIdentifier: letter, role } as const;
  return aliasRecord(letter, policy, { evaluateTargetHealth: true, ...over });
}

/** What makes a record an alias to the records under another name. */
export function toName(name: string): Pick<RecordTopology, 'target'> {
  return { target: { kind: 'record', name } };
}
