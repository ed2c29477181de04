import type { GrantedQuotas } from '../plan/plan';
import { SERVICE_QUOTAS, type ServiceQuota } from '../plan/service-quotas';
import { highestUnits, vcpusByQuota } from '../policies/account-needs';
import type { InterfaceEndpoint } from '../topology/endpoints';
import type { FleetSummary, RegionSummary } from './regions';

/** What a deployment needs of one quota in one place. */
export interface QuotaNeed extends ServiceQuota {
  /** A region, or `account` for what all regions share. */
  readonly place: string;
  readonly needed: number;
  /** What the plan says the account has, else what a new one has. */
  readonly granted: number;
  /** Whether the plan does not say, so that the figure is a new account's. */
  readonly isAssumed: boolean;
  /** Whether that is too little. */
  readonly raise: boolean;
}

/** What the quotas are counted from. */
export interface QuotaSources {
  readonly regions: readonly RegionSummary[];
  readonly endpoints: readonly InterfaceEndpoint[];
  readonly healthChecks: number;
  readonly granted: GrantedQuotas;
}

/** What the templates may use at most, against what the account has. */
export function quotaNeeds({
  regions,
  endpoints,
  healthChecks,
  granted,
}: QuotaSources): readonly QuotaNeed[] {
  const needs = regions
    .filter(({ fleets }) => fleets.length > 0)
    .flatMap(({ region, fleets }) => [
      ...vcpuNeeds(region, fleets, granted),
      ...fleetNeeds(region, fleets, granted),
      need(
        SERVICE_QUOTAS.interfaceEndpoints,
        region,
        endpoints.filter((endpoint) => endpoint.region === region).length,
      ),
    ]);
  if (healthChecks === 0) return needs;
  return [...needs, need(SERVICE_QUOTAS.healthChecks, 'account', healthChecks)];
}

function vcpuNeeds(
  region: string,
  fleets: readonly FleetSummary[],
  granted: GrantedQuotas,
): readonly QuotaNeed[] {
  return [...vcpusByQuota(fleets)].map(([quota, vcpus]) =>
    need(quota, region, vcpus, granted.onDemandVcpus),
  );
}

function fleetNeeds(
  region: string,
  fleets: readonly FleetSummary[],
  granted: GrantedQuotas,
): readonly QuotaNeed[] {
  const units = fleets.map(highestUnits);
  return [
    need(
      SERVICE_QUOTAS.reservedUnitsOfRegion,
      region,
      units.reduce((sum, one) => sum + one, 0),
      granted.reservedLoadBalancerUnits,
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

function need(quota: ServiceQuota, place: string, needed: number, stated?: number): QuotaNeed {
  const granted = stated ?? quota.initial;
  const isAssumed = stated === undefined;
  return { ...quota, place, needed, granted, isAssumed, raise: needed > granted };
}
