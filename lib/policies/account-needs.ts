import { vcpusOf } from '../plan/graviton';
import { type ServiceQuota, vcpuQuotaOf } from '../plan/service-quotas';

/** What a fleet can come to of instances. */
export interface InstanceNeed {
  readonly instanceType: string;
  readonly maxSize: number;
  readonly warmPoolSize: number;
}

/** What a load balancer can come to of capacity units. */
export interface UnitNeed {
  /** Units that the template reserves. */
  readonly reservedUnits: number;
  /** Schedules that raise or release them. */
  readonly reservationChanges: readonly { readonly capacityUnits: number }[];
}

/** vCPUs by quota: fleets at their maximum, and their warm pools, which run while they initialise. */
export function vcpusByQuota(fleets: readonly InstanceNeed[]): ReadonlyMap<ServiceQuota, number> {
  const needed = new Map<ServiceQuota, number>();
  for (const { instanceType, maxSize, warmPoolSize } of fleets) {
    const quota = vcpuQuotaOf(instanceType);
    const vcpus = (maxSize + warmPoolSize) * vcpusOf(instanceType);
    needed.set(quota, (needed.get(quota) ?? 0) + vcpus);
  }
  return needed;
}

/** The most units that a load balancer has reserved at any time. */
export function highestUnits({ reservedUnits, reservationChanges }: UnitNeed): number {
  return Math.max(reservedUnits, ...reservationChanges.map(({ capacityUnits }) => capacityUnits));
}
