import type { FleetSummary, RegionSummary } from '../lib/summary/regions';
import { columns, figure, section } from './page';
import { sparkLine } from './spark-line';

// Six characters from mark to mark, one per hour.
const HOURS = '0     6     12    18   ';

/** Regions, and their fleets with the floor of every hour as a chart. */
export function renderFleets(
  regions: readonly RegionSummary[],
  timeZone: string,
): readonly (string | undefined)[] {
  return [
    section('Regions', columns(regions.map(regionRow))),
    ...groupAlike(regions).map(({ names, fleets }) =>
      section(
        `Fleets of ${names.join(' and ')}; floor of each hour in ${timeZone}`,
        columns([['', '', '', HOURS], ...fleets.flatMap(fleetRows)]),
      ),
    ),
  ];
}

function regionRow({ region, part, fleets }: RegionSummary): readonly string[] {
  const zones = [...new Set(fleets.flatMap((fleet) => fleet.zones))];
  return [region, part, zones.join(' ')];
}

/** Regions are alike but for names, so what they share is told once. */
function groupAlike(regions: readonly RegionSummary[]) {
  const groups = new Map<string, { names: string[]; fleets: readonly FleetSummary[] }>();
  for (const { region, fleets } of regions.filter((one) => one.fleets.length > 0)) {
    const key = JSON.stringify(fleets.map(withoutPlace));
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { names: [region], fleets });
    else known.names.push(region);
  }
  return [...groups.values()];
}

function withoutPlace({ zones, reservationChanges, ...fleet }: FleetSummary) {
  const changes = reservationChanges.map(({ schedule, timeZone, capacityUnits }) => [
    schedule,
    timeZone,
    capacityUnits,
  ]);
  return { ...fleet, zones: zones.length, changes };
}

function fleetRows(fleet: FleetSummary): readonly (readonly string[])[] {
  const { floors } = fleet;
  const highest = Math.max(...floors.weekday, ...floors.weekend);
  const chart = (hours: readonly number[]) => `${sparkLine(hours, highest)}  ${range(hours)}`;
  return [
    [fleet.fleet, sizeText(fleet), 'weekday', chart(floors.weekday)],
    ['', `${fleet.warmPoolSize} more in the warm pool`, 'weekend', chart(floors.weekend)],
    ['', reservedText(fleet), ...campaignCells(floors.campaigns[0])],
    ...floors.campaigns.slice(1).map((campaign) => ['', '', ...campaignCells(campaign)]),
    ...fleet.reservationChanges.map(changeRow),
  ];
}

function sizeText({ instanceType, minSize, maxSize }: FleetSummary): string {
  return `${instanceType}, MinSize ${minSize}, MaxSize ${maxSize}`;
}

function campaignCells(floor: FleetSummary['floors']['campaigns'][number] | undefined) {
  return floor === undefined ? [] : ['campaign', `${floor.instances} through ${floor.campaign}`];
}

function changeRow({ schedule, capacityUnits }: FleetSummary['reservationChanges'][number]) {
  return ['', `${figure(capacityUnits)} LB units from`, '', schedule];
}

function reservedText({ reservedUnits }: FleetSummary): string {
  return reservedUnits === 0
    ? 'no LB units reserved'
    : `${figure(reservedUnits)} LB units reserved`;
}

function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(most) : `${least} to ${most}`;
}
