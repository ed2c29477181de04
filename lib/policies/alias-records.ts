import type { Assembly } from '../topology/assembly';
import { tryParseSymbol } from '../topology/intrinsics';
import { type Property, type Resource, resourcesOf } from '../topology/property';

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/** An address record that stands for a load balancer, or for other records of the zone. */
export interface AliasRecord {
  readonly record: Property;
  /** Lower case, without the final dot. */
  readonly name: string;
  /** Whether Route 53 chooses between this record and others of its name. */
  readonly isChoice: boolean;
  /** Absent when it stands for other records. */
  readonly loadBalancer?: Resource;
  /** Whether users come here while all regions are well. */
  readonly carriesUsers: boolean;
}

/** The alias records of all stacks. */
export function aliasRecordsOf(assembly: Assembly): readonly AliasRecord[] {
  const records = [
    ...resourcesOf(assembly, 'AWS::Route53::RecordSet').map(({ properties }) => properties),
    ...resourcesOf(assembly, 'AWS::Route53::RecordSetGroup').flatMap(
      (group) => group.tryGet('RecordSets')?.items() ?? [],
    ),
  ].filter((record) => record.tryGet('AliasTarget') !== undefined);
  // What a secondary record stands for waits until the primary is gone.
  const waiting = new Set(
    records
      .filter((record) => record.tryGet('Failover')?.text() === 'SECONDARY')
      .map(secondaryName),
  );
  return records.map((record) => readRecord(record, waiting));
}

/** The name a secondary record stands for, also where it refers to another record instead of naming it. */
function secondaryName(record: Property): string {
  const dnsName = record.tryGet('AliasTarget.DNSName');
  const symbol = tryParseSymbol(domainName(dnsName, false));
  const other = symbol && record.resource.tryFind(symbol.stackId, symbol.logicalId);
  return domainName(other?.tryGet('Name') ?? dnsName);
}

function readRecord(record: Property, waiting: ReadonlySet<string>): AliasRecord {
  const name = domainName(record.tryGet('Name'));
  const target = tryParseSymbol(domainName(record.tryGet('AliasTarget.DNSName'), false));
  const found = target && record.resource.tryFind(target.stackId, target.logicalId);
  const isChoice = ['SetIdentifier', 'Weight', 'Region', 'Failover'].some(
    (property) => record.tryGet(property) !== undefined,
  );
  return {
    record,
    name,
    isChoice,
    ...(found?.type === LOAD_BALANCER && { loadBalancer: found }),
    carriesUsers:
      isChoice &&
      record.tryGet('Weight')?.text() !== '0' &&
      record.tryGet('Failover')?.text() !== 'SECONDARY' &&
      !waiting.has(name),
  };
}

/** Regions among which the records choose, whether users come there now or only after a loss. */
export function routedRegions(records: readonly AliasRecord[]): readonly string[] {
  return [
    ...new Set(
      records.flatMap(({ isChoice, loadBalancer }) =>
        isChoice && loadBalancer !== undefined ? [loadBalancer.stack.region] : [],
      ),
    ),
  ];
}

/** A name of the template as Route 53 compares it. */
export function domainName(property: Property | undefined, isLowered = true): string {
  const text =
    property
      ?.text()
      .replace(/^dualstack\./, '')
      .replace(/\.$/, '') ?? '';
  return isLowered ? text.toLowerCase() : text;
}
