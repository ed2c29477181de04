import type { Assembly } from '../topology/assembly';
import { readFleetReserve } from '../topology/fleet-reserves';
import { readReservationChanges } from '../topology/reservations';
import { regionsOf, standingRegionsOf } from '../topology/standing-fleets';
import type { StandingRegion } from '../topology/topology';
import { highestUnits, type InstanceNeed, type UnitNeed, vcpusByQuota } from './account-needs';
import { type Fault, type PolicyContext, policyOf } from './policy';

/** What AWS has granted is what fleets and load balancers may come to; more is refused on the day. */
export const accountQuotas = policyOf(
  'kapok-account-quotas',
  'no region can need more than the plan says that AWS has granted the account',
  findQuotaFaults,
);

function findQuotaFaults(assembly: Assembly, { plan }: PolicyContext): readonly Fault[] {
  const { onDemandVcpus, reservedLoadBalancerUnits } = plan.quotas;
  return standingRegionsOf(assembly).flatMap((region) => {
    const fleets = fleetNeeds(assembly, region);
    const vcpus = [...vcpusByQuota(fleets).values()].reduce((sum, one) => sum + one, 0);
    const units = fleets.reduce((sum, fleet) => sum + highestUnits(fleet), 0);
    return [
      ...faultAbove(region, vcpus, onDemandVcpus, {
        what: 'vCPUs of on-demand instances',
        key: 'onDemandVcpus',
      }),
      ...faultAbove(region, units, reservedLoadBalancerUnits, {
        what: 'reserved load-balancer units',
        key: 'reservedLoadBalancerUnits',
      }),
    ];
  });
}

function fleetNeeds(
  assembly: Assembly,
  { stackName, fleets }: StandingRegion,
): readonly (InstanceNeed & UnitNeed)[] {
  const changes = readReservationChanges(assembly);
  const reserves = regionsOf(assembly, readFleetReserve).find(
    (region) => region.stackName === stackName,
  );
  return fleets.map(({ name, instanceType, maxSize }) => {
    const reserve = reserves?.fleets.find(({ fleet }) => fleet === name);
    return {
      instanceType,
      maxSize,
      warmPoolSize: reserve?.warmPoolSize ?? 0,
      reservedUnits: reserve?.capacityUnits ?? 0,
      reservationChanges: changes.filter(
        ({ loadBalancerId }) => loadBalancerId === reserve?.loadBalancerId,
      ),
    };
  });
}

function faultAbove(
  { stackName, region }: StandingRegion,
  needed: number,
  granted: number | undefined,
  { what, key }: { readonly what: string; readonly key: string },
): readonly Fault[] {
  if (granted === undefined || needed <= granted) return [];
  return [
    {
      stackName,
      what: `${region} can come to ${needed} ${what}, and the account has ${granted}`,
      fix: `have the quota raised in ${region} and write it as quotas.${key}, or lower the highest peak`,
    },
  ];
}
