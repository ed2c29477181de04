import { vcpusOf } from '../plan/graviton';
import { SERVICE_QUOTAS, type ServiceQuota, vcpuQuotaOf } from '../plan/service-quotas';
import type { InterfaceEndpoint } from '../topology/endpoints';
import type { FleetSummary, RegionSummary } from './regions';

/** What a deployment needs of one quota in one place. */
export interface QuotaNeed extends ServiceQuota {
  /** A region, or `account` for what all regions share. */
  readonly place: string;
  readonly needed: number;
  /** Whether a new account has too little. */
  readonly raise: boolean;
}

/** What the quotas are counted from. */
export interface QuotaSources {
  readonly regions: readonly RegionSummary[];
  readonly endpoints: readonly InterfaceEndpoint[];
  readonly healthChecks: number;
}

/** What the templates may use at most, against what a new account has. */
export function quotaNeeds({
  regions,
  endpoints,
  healthChecks,
}: QuotaSources): readonly QuotaNeed[] {
  const needs = regions
    .filter(({ fleets }) => fleets.length > 0)
    .flatMap(({ region, fleets }) => [
      ...vcpuNeeds(region, fleets),
      ...fleetNeeds(region, fleets),
      need(
        SERVICE_QUOTAS.interfaceEndpoints,
        region,
        endpoints.filter((endpoint) => endpoint.region === region).length,
      ),
    ]);
  if (healthChecks === 0) return needs;
  return [...needs, need(SERVICE_QUOTAS.healthChecks, 'account', healthChecks)];
}

/** Fleets at their maximum, and their warm pools, which run while they are initialised. */
function vcpuNeeds(region: string, fleets: readonly FleetSummary[]): readonly QuotaNeed[] {
  const needed = new Map<ServiceQuota, number>();
  for (const { instanceType, maxSize, warmPoolSize } of fleets) {
    const quota = vcpuQuotaOf(instanceType);
    const vcpus = (maxSize + warmPoolSize) * vcpusOf(instanceType);
    needed.set(quota, (needed.get(quota) ?? 0) + vcpus);
  }
  return [...needed].map(([quota, vcpus]) => need(quota, region, vcpus));
}

function fleetNeeds(region: string, fleets: readonly FleetSummary[]): readonly QuotaNeed[] {
  const units = fleets.map(highestUnits);
  return [
    need(
      SERVICE_QUOTAS.reservedUnitsOfRegion,
      region,
      units.reduce((sum, one) => sum + one, 0),
    ),
    need(SERVICE_QUOTAS.reservedUnitsOfLoadBalancer, region, Math.max(...units)),
    need(SERVICE_QUOTAS.targets, region, Math.max(...fleets.map(({ maxSize }) => maxSize))),
    need(
      SERVICE_QUOTAS.scheduledActions,
      region,
      Math.max(...fleets.map(({ scheduledActions }) => scheduledActions)),
    ),
  ];
}

function highestUnits({ reservedUnits, reservationChanges }: FleetSummary): number {
  return Math.max(reservedUnits, ...reservationChanges.map(({ capacityUnits }) => capacityUnits));
}

function need(quota: ServiceQuota, place: string, needed: number): QuotaNeed {
  return { ...quota, place, needed, raise: needed > quota.initial };
}
