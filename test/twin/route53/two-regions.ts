import type { HealthCheckTopology, RecordTopology } from '../../../lib/topology/topology';
import { seededRandom } from '../../../lib/twin/clients/random';
import type { HealthCheckTransition } from '../../../lib/twin/route53/health-check-runner';
import type { Probe } from '../../../lib/twin/route53/probe';
import { Route53, type Route53Options } from '../../../lib/twin/route53/route53';
import { VirtualClock } from '../virtual-clock';
import { calculatedCheck, endpointCheck, weighted } from './declarations';

const HEALTH_CHECKS: readonly HealthCheckTopology[] = ['a', 'b'].flatMap((region) => {
  const peer = region === 'a' ? 'b' : 'a';
  return [
    endpointCheck({ id: `serving-${region}`, domainName: `${region}.origin.code.example.org` }),
    endpointCheck({
      id: `evacuated-${region}`,
      domainName: `${peer}.origin.code.example.org`,
      path: `/evacuations/${region}`,
      inverted: true,
    }),
    calculatedCheck([`serving-${region}`, `evacuated-${region}`], 2, {
      id: `in-service-${region}`,
    }),
  ];
});

const RECORDS: readonly RecordTopology[] = ['a', 'b'].map((region) =>
  weighted(region, 100, { healthCheckId: `in-service-${region}`, evaluateTargetHealth: true }),
);

/** Two regions on a scripted world: `failing` holds `<check id>` of every endpoint that fails. */
export function twoRegions({
  seed = 1,
  responseSec = 0.05,
  over = {} as Partial<Route53Options>,
} = {}) {
  const clock = new VirtualClock();
  // At rest nobody is evacuated, so the evacuation paths answer 404.
  const failing = new Set(['evacuated-a', 'evacuated-b']);
  const transitions: HealthCheckTransition[] = [];
  const probe: Probe = (check, report) =>
    clock.after(responseSec, () =>
      report(failing.has(check.id) ? { passed: false, reason: 'scripted' } : { passed: true }),
    );
  const route53 = new Route53({
    routing: { zoneName: 'code.example.org', healthChecks: HEALTH_CHECKS, records: RECORDS },
    clock,
    random: seededRandom(seed),
    connect: () => undefined,
    targetHealthy: () => true,
    addresses: (loadBalancerId) => [loadBalancerId === 'lb-a' ? '198.18.1.1' : '198.18.2.1'],
    onChange: (transition) => transitions.push(transition),
    probe,
    ...over,
  });
  return { clock, failing, transitions, route53 };
}
