import type { Assembly } from '../topology/assembly';
import { readCanaries } from '../topology/canaries';
import { readSecrets } from '../topology/data';
import { readInterfaceEndpoints } from '../topology/endpoints';
import { resourcesOf } from '../topology/property';
import type { RegionSummary } from './regions';

/** Quantities that decide what the deployment costs; prices are no part of it. */
export interface CostCounts {
  /** By instance type, what the floors of all fleets run in an ordinary week. */
  readonly instanceHoursPerWeek: Readonly<Record<string, number>>;
  readonly loadBalancers: number;
  /** Capacity units reserved in an ordinary week, times its 168 hours. */
  readonly reservedUnitHoursPerWeek: number;
  readonly healthChecks: HealthCheckCounts;
  /** Interface endpoints, each counted in every zone it stands in. */
  readonly interfaceEndpointZones: number;
  /** Secrets and their copies in other regions. */
  readonly secrets: number;
  /** Customer-managed keys and replicas. */
  readonly keys: number;
  readonly alarms: number;
  readonly webAcls: number;
  readonly canaryRunsPerWeek: number;
}

/** Health checks; each feature of an endpoint check is billed on its own. */
export interface HealthCheckCounts {
  readonly total: number;
  readonly calculated: number;
  readonly https: number;
  readonly stringMatch: number;
  readonly fastInterval: number;
  readonly measuredLatency: number;
}

const WEEK_HOURS = 168;

/** Counts what is billed by the hour, the month or the run. */
export function countCosts(assembly: Assembly, regions: readonly RegionSummary[]): CostCounts {
  const count = (...types: readonly string[]) =>
    types.reduce((sum, type) => sum + resourcesOf(assembly, type).length, 0);
  const fleets = regions.flatMap((region) => region.fleets);
  const hours: Record<string, number> = {};
  for (const { instanceType, floors } of fleets) {
    hours[instanceType] = (hours[instanceType] ?? 0) + floors.instanceHoursPerWeek;
  }
  return {
    instanceHoursPerWeek: hours,
    loadBalancers: count('AWS::ElasticLoadBalancingV2::LoadBalancer'),
    reservedUnitHoursPerWeek: sum(fleets.map((fleet) => fleet.reservedUnits)) * WEEK_HOURS,
    healthChecks: countHealthChecks(assembly),
    interfaceEndpointZones: sum(readInterfaceEndpoints(assembly).map(({ zones }) => zones)),
    secrets: sum(readSecrets(assembly).map(({ replicaRegions }) => 1 + replicaRegions.length)),
    keys: count('AWS::KMS::Key', 'AWS::KMS::ReplicaKey'),
    alarms: count('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'),
    webAcls: count('AWS::WAFv2::WebACL'),
    canaryRunsPerWeek: sum(readCanaries(assembly).map(({ runsPerWeek }) => runsPerWeek ?? 0)),
  };
}

function countHealthChecks(assembly: Assembly): HealthCheckCounts {
  const checks = resourcesOf(assembly, 'AWS::Route53::HealthCheck').map((check) =>
    check.get('HealthCheckConfig'),
  );
  const typed = (pattern: RegExp) =>
    checks.filter((check) => pattern.test(check.get('Type').text())).length;
  return {
    total: checks.length,
    calculated: typed(/^CALCULATED$/),
    https: typed(/^HTTPS/),
    stringMatch: typed(/_STR_MATCH$/),
    fastInterval: checks.filter((check) => check.tryGet('RequestInterval')?.number() === 10).length,
    measuredLatency: checks.filter((check) => check.tryGet('MeasureLatency')?.boolean() === true)
      .length,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
