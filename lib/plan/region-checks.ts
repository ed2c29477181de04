import { AWS_REGIONS, tryFindPartition } from './aws-regions';
import { duplicateNames } from './duplicate-names';
import { type Finding, suggestionFor } from './finding';
import type { Partition } from './plan';
import type { PlanParts } from './plan-parts';
import { STRATEGIES } from './strategies';

/** Rules about regions, their zones and how many of them the strategy needs. */
export function checkRegions(parts: PlanParts): readonly Finding[] {
  const names = parts.regions.map((region) => region?.name);
  return [
    ...duplicateNames('region', names, (index) => ['regions', index, 'name']),
    ...names.flatMap((name, index) => checkName(parts, name, index)),
    ...parts.regions.flatMap((_, index) => checkZones(parts, index)),
    ...checkCount(parts),
  ];
}

function checkName(parts: PlanParts, name: string | undefined, index: number): readonly Finding[] {
  if (name === undefined) return [];
  const path = ['regions', index, 'name'];
  const partition = tryFindPartition(name);
  const expected = parts.partition ?? partitionOf(parts);
  if (partition === undefined) {
    const known = [...AWS_REGIONS.aws, ...AWS_REGIONS['aws-cn']];
    return [
      {
        code: 'KAPOK_PLAN_REGION',
        path,
        what: 'this is no AWS region that Kapok knows',
        got: name,
        allowed: 'a region of the partition aws or aws-cn',
        fix: suggestionFor(name, known, 'ap-southeast-1'),
      },
    ];
  }
  if (expected === undefined || partition === expected) return [];
  return [
    {
      code: 'KAPOK_PLAN_PARTITION',
      path,
      what: `the region lies in the partition ${partition}, the plan in ${expected}`,
      got: name,
      allowed: `a region of ${expected}, such as ${AWS_REGIONS[expected].at(0)}`,
      fix: 'take regions of one partition, and make a second plan for the other',
    },
  ];
}

/** A plan that names no partition is in that of its first region. */
function partitionOf(parts: PlanParts): Partition | undefined {
  const partitions = parts.regions.map((region) => tryFindPartition(region?.name ?? ''));
  return partitions.find((partition) => partition !== undefined);
}

function checkZones(parts: PlanParts, index: number): readonly Finding[] {
  const region = parts.regions[index];
  if (region === undefined) return [];
  const pathOf = (zone: number) => ['regions', index, 'zones', zone];
  const duplicates = duplicateNames('zone', region.zones, pathOf);
  // The zones of a misspelt region are most likely right.
  if (tryFindPartition(region.name) === undefined) return duplicates;
  const foreign = region.zones.flatMap((zone, zoneIndex): readonly Finding[] =>
    zone.startsWith(region.name) && /^[a-z]$/.test(zone.slice(region.name.length))
      ? []
      : [
          {
            code: 'KAPOK_PLAN_ZONE',
            path: pathOf(zoneIndex),
            what: `the zone does not belong to ${region.name}`,
            got: zone,
            allowed: `${region.name} and one letter, for example ${region.name}a`,
            fix: 'name a zone of the region',
          },
        ],
  );
  return [...duplicates, ...foreign];
}

function checkCount({ strategy, regions }: PlanParts): readonly Finding[] {
  if (strategy === undefined || regions.length === 0) return [];
  const { minimumRegions } = STRATEGIES[strategy];
  if (regions.length >= minimumRegions) return [];
  return [
    {
      code: 'KAPOK_PLAN_REGION_COUNT',
      path: ['regions'],
      what: `the strategy ${strategy} needs more regions`,
      got: `${regions.length} region`,
      allowed: `at least ${minimumRegions} regions`,
      fix: 'add a region, or choose the strategy single-region',
      part: 'key',
    },
  ];
}
