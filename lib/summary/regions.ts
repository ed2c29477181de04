import type { Plan } from '../plan/plan';
import type { Assembly } from '../topology/assembly';
import { readTables } from '../topology/data';
import { type FleetReserve, readFleetReserve } from '../topology/fleet-reserves';
import { type ReservationChange, readReservationChanges } from '../topology/reservations';
import { regionsOf, standingRegionsOf } from '../topology/standing-fleets';
import type { StandingFleet, UserShare } from '../topology/topology';
import { type Floors, floorsOf } from './floors';

/** One fleet of one region, as the templates deploy it. */
export interface FleetSummary {
  readonly fleet: string;
  readonly instanceType: string;
  readonly zones: readonly string[];
  readonly minSize: number;
  readonly maxSize: number;
  readonly warmPoolSize: number;
  readonly scheduledActions: number;
  readonly floors: Floors;
  /** Load-balancer capacity units that the template reserves; 0 for none. */
  readonly reservedUnits: number;
  /** Schedules that raise or release them. */
  readonly reservationChanges: readonly ReservationChange[];
}

/** What a region is to its users: `active` serves them, `standby` waits, `data` holds a copy. */
export type RegionPart = 'active' | 'standby' | 'data';

/** One region, as the templates deploy it. */
export interface RegionSummary {
  readonly region: string;
  readonly part: RegionPart;
  readonly fleets: readonly FleetSummary[];
}

/** Reads every region that runs fleets or holds data, those that run fleets first. */
export function summariseRegions(
  assembly: Assembly,
  { timeZone, traffic }: Pick<Plan, 'timeZone' | 'traffic'>,
): readonly RegionSummary[] {
  const reserves = regionsOf(assembly, readFleetReserve);
  const changes = readReservationChanges(assembly);
  const running = standingRegionsOf(assembly).map(({ region, stackName, fleets }) => {
    const reserve = reserves.find((candidate) => candidate.stackName === stackName);
    return {
      region,
      part: partOf(fleets),
      fleets: fleets.map((fleet) => {
        const found = reserve?.fleets.find((candidate) => candidate.fleet === fleet.name);
        const campaigns = fleet.name === 'citizen' ? traffic.campaigns : [];
        return summariseFleet(fleet, floorsOf(fleet, timeZone, campaigns), found, changes);
      }),
    };
  });
  const names = new Set(running.map(({ region }) => region));
  const others = new Set(readTables(assembly).flatMap(({ replicaRegions }) => replicaRegions));
  return [
    ...running,
    ...[...others]
      .filter((region) => !names.has(region))
      .map((region) => ({ region, part: 'data' as const, fleets: [] })),
  ];
}

function summariseFleet(
  fleet: StandingFleet,
  floors: Floors,
  reserve: FleetReserve | undefined,
  changes: readonly ReservationChange[],
): FleetSummary {
  return {
    fleet: fleet.name,
    instanceType: fleet.instanceType,
    zones: fleet.zones,
    minSize: fleet.minSize,
    maxSize: fleet.maxSize,
    warmPoolSize: reserve?.warmPoolSize ?? 0,
    scheduledActions: fleet.scheduledActions.length,
    floors,
    reservedUnits: reserve?.capacityUnits ?? 0,
    reservationChanges: changes.filter(
      ({ loadBalancerId }) =>
        loadBalancerId !== undefined && loadBalancerId === reserve?.loadBalancerId,
    ),
  };
}

/** Shares that lead users to a region while it serves, beside a weight above 0. */
const SERVING_KINDS: readonly string[] = ['latency', 'primary'];

/** A region waits when no record leads users to it as long as another one serves. */
function partOf(fleets: readonly StandingFleet[]): RegionPart {
  const serves = ({ userShare }: StandingFleet) => userShare === undefined || leadsHere(userShare);
  return fleets.some(serves) ? 'active' : 'standby';
}

function leadsHere(share: UserShare): boolean {
  return share.kind === 'weighted' ? share.weight > 0 : SERVING_KINDS.includes(share.kind);
}
