import type { Assembly } from '../topology/assembly';
import { readFleetReserve } from '../topology/fleet-reserves';
import { pathsTo } from '../topology/record-paths';
import { type PlacedRecord, readRecords } from '../topology/routing';
import { regionsOf } from '../topology/standing-fleets';
import { type Fault, type PolicyContext, policyOf } from './policy';

/** First label of the name that each fleet is asked under. */
const FLEET_LABELS: Readonly<Record<string, string>> = { citizen: 'code', partner: 'partner' };

/** A region that no name leads to stands idle while people wait, however well it is sized. */
export const publicNames = policyOf(
  'kapok-public-names',
  'the names that people, partners and checkers ask lead to every region that runs fleets',
  findUnledFleets,
);

function findUnledFleets(assembly: Assembly, { plan }: PolicyContext): readonly Fault[] {
  const records = readRecords(assembly);
  const { zoneName } = plan.domain;
  return regionsOf(assembly, readFleetReserve).flatMap(({ region, stackName, fleets }) =>
    fleets.flatMap(({ fleet, loadBalancerId }) => {
      const shared = `${FLEET_LABELS[fleet] ?? fleet}.${zoneName}`;
      // Checkers and the page's own change of region ask for one region's citizens by name.
      const names = fleet === 'citizen' ? [shared, `${region}.origin.${zoneName}`] : [shared];
      return names
        .filter((name) => !isLedBy(name, loadBalancerId, records))
        .map((name) => ({
          stackName,
          what: `no record leads ${name} to the ${fleet} fleet of ${region}`,
          fix: `add the alias record of ${name} for ${region}`,
        }));
    }),
  );
}

function isLedBy(name: string, loadBalancerId: string, records: readonly PlacedRecord[]): boolean {
  return pathsTo(loadBalancerId, records).some(([first]) => first?.record.name === name);
}
