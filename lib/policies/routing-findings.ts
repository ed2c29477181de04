import type { ChoosingRecord, StandingRegion } from '../topology/topology';
import type { ScheduleFinding } from './schedule-findings';

/**
 * Finds the regions that users of a fleet would never be sent to, and the records that would keep
 * sending users to a region that is gone. Templates without any record that chooses are not judged;
 * nor is a single region, which has no alternative.
 */
export function findRoutingFaults(
  regions: readonly StandingRegion[],
  fleetNames: readonly string[],
): readonly ScheduleFinding[] {
  const isRouted = regions.some(({ fleets }) =>
    fleets.some(({ choosingRecords = [] }) => choosingRecords.length > 0),
  );
  if (!isRouted) return [];
  return fleetNames.flatMap((fleetName) => {
    const sides = regions.flatMap(({ region, stackName, fleets }) => {
      const fleet = fleets.find(({ name }) => name === fleetName);
      const place = { region, stackName, fleet: fleetName };
      return fleet === undefined ? [] : [{ place, records: fleet.choosingRecords ?? [] }];
    });
    if (sides.length < 2) return [];
    if (sides.every(({ records }) => records.length === 0)) return sides.map(unreached);
    return [...missingRecords(sides), ...sides.flatMap(blindRecords)];
  });
}

/** One region's fleet and the records that lead to it. */
interface Side {
  readonly place: Pick<ScheduleFinding, 'region' | 'stackName' | 'fleet'>;
  readonly records: readonly ChoosingRecord[];
}

/** A fleet that no name leads to, while names lead to others. */
function unreached({ place }: Side): ScheduleFinding {
  const what = `no record leads to the ${place.fleet} fleet of ${place.region}`;
  return { ...place, what, fix: 'give every region that runs the fleet a record under its name' };
}

/** A name leads to all regions or it loses those it does not lead to. */
function missingRecords(sides: readonly Side[]): readonly ScheduleFinding[] {
  const all = sides.flatMap(({ records }) => records);
  const names = new Map(all.map((record) => [`${record.type} record ${record.name}`, record]));
  return [...names].flatMap(([title, { name, type, stackName }]) =>
    sides
      .filter(({ records }) => !records.some((one) => one.name === name && one.type === type))
      .map(({ place }) => ({
        ...place,
        stackName,
        what: `no ${title} leads to the ${place.fleet} fleet of ${place.region}`,
        fix: 'give every region that runs the fleet a record under this name',
      })),
  );
}

function blindRecords({ place, records }: Side): readonly ScheduleFinding[] {
  return records.flatMap(({ stackName, logicalId, type, name, ...record }) => {
    const title = `the ${type} record ${name} of ${place.region}`;
    const at = { ...place, stackName, logicalId };
    const faults: ScheduleFinding[] = [];
    if (!record.hasHealthCheck) {
      const what = `${title} has no health check, so an evacuated region keeps its users`;
      faults.push({ ...at, what, fix: "give the record its region's health check" });
    }
    if (!record.evaluateTargetHealth) {
      const what = `${title} does not evaluate the health of its target`;
      faults.push({ ...at, what, fix: 'set EvaluateTargetHealth to true' });
    }
    return faults;
  });
}
