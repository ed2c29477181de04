import type { Assembly } from '../topology/assembly';
import type { Property } from '../topology/property';
import { type AliasRecord, aliasRecordsOf, routedRegions } from './alias-records';
import { originNameOf } from './evacuation-protocol';
import { childrenOf, HEALTH_CHECK } from './health-check-faults';
import { type Fault, type PolicyContext, placeOf } from './policy';

/** Records that would not let go of a region, or that lead to none. */
export function findRecordFaults(assembly: Assembly, { plan }: PolicyContext): readonly Fault[] {
  const records = aliasRecordsOf(assembly);
  const origins = routedRegions(records).map((region) => ({
    region,
    name: originNameOf(region, plan.domain.zoneName),
  }));
  return [
    ...records.flatMap(aliasFaults),
    ...records.filter(({ isChoice }) => isChoice).flatMap(choiceFaults),
    ...records.filter(({ isChoice }) => !isChoice).flatMap(simpleFaults),
    ...origins.flatMap((origin) => originFaults(origin, records)),
  ];
}

/** What every alias must say, whatever it leads to. */
function aliasFaults({ record, name, loadBalancer }: AliasRecord): readonly Fault[] {
  const needed = ['Name', 'Type', 'AliasTarget.DNSName', 'AliasTarget.EvaluateTargetHealth'];
  const faults = needed
    .filter((path) => record.tryGet(path) === undefined)
    .map((path) => faultAt(record, path, `the record ${name} does not state ${path}`, 'state it'));
  if (
    record.tryGet('HostedZoneId') === undefined &&
    record.tryGet('HostedZoneName') === undefined
  ) {
    faults.push(faultAt(record, 'HostedZoneId', `the record ${name} names no zone`, 'state it'));
  }
  const zone = record.tryGet('AliasTarget.HostedZoneId')?.text();
  if (loadBalancer !== undefined && !zone?.endsWith(`${loadBalancer.id}.CanonicalHostedZoneID}`)) {
    const what = `the record ${name} leads to ${loadBalancer.id} but names the zone ${zone ?? 'of nothing'}`;
    const fix = "name the load balancer's own zone, its CanonicalHostedZoneID";
    faults.push(faultAt(record, 'AliasTarget.HostedZoneId', what, fix));
  }
  // What leads to other records finds them in the zone that it stands in itself.
  const own = record.tryGet('HostedZoneId')?.text();
  if (loadBalancer === undefined && (zone === undefined || zone !== own)) {
    const what = `the record ${name} leads to records of ${zone ?? 'no zone'}, and stands in ${own ?? 'none that is named'}`;
    const fix = 'name the zone of the record itself';
    faults.push(faultAt(record, 'AliasTarget.HostedZoneId', what, fix));
  }
  return faults;
}

/** A record among several must be told apart, and must leave when its region does. */
function choiceFaults({ record, name, loadBalancer }: AliasRecord): readonly Fault[] {
  const faults: Fault[] = [];
  const identifier = record.tryGet('SetIdentifier')?.text();
  if (identifier === undefined) {
    const what = `a record of ${name} has no SetIdentifier, so Route 53 cannot tell it from others`;
    faults.push(faultAt(record, 'SetIdentifier', what, 'name it after its region'));
  }
  const kinds = ['Weight', 'Region', 'Failover'].filter((kind) => record.tryGet(kind));
  if (kinds.length !== 1) {
    const what = `the record ${name} of ${identifier} chooses by ${kinds.join(' and ') || 'nothing'}`;
    faults.push(faultAt(record, 'Weight', what, 'state one of Weight, Region and Failover'));
  }
  // A secondary record is the last resort: without a check it is always there.
  if (record.tryGet('Failover')?.text() === 'SECONDARY') return faults;
  if (record.tryGet('AliasTarget.EvaluateTargetHealth')?.text() !== 'true') {
    const what = `the record ${name} of ${identifier} does not evaluate the health of its target`;
    faults.push(faultAt(record, 'AliasTarget.EvaluateTargetHealth', what, 'set it to true'));
  }
  const check = record.tryGet('HealthCheckId')?.tryTarget();
  const isDecided = check?.type === HEALTH_CHECK && childrenOf(check).length > 0;
  if (loadBalancer !== undefined && !isDecided) {
    const what = `the record ${name} of ${identifier} hangs on no calculated health check of the templates`;
    const fix = "give it its region's in-service check";
    faults.push(faultAt(record, 'HealthCheckId', what, fix));
  }
  return faults;
}

/** Whoever asks for one region by name wants its own answer, whatever that is. */
function simpleFaults({ record, name }: AliasRecord): readonly Fault[] {
  const faults: Fault[] = [];
  if (record.tryGet('HealthCheckId') !== undefined) {
    const what = `${name} has no alternative and yet a health check, so checkers would lose its region`;
    faults.push(faultAt(record, 'HealthCheckId', what, 'remove it'));
  }
  if (record.tryGet('AliasTarget.EvaluateTargetHealth')?.text() === 'true') {
    const what = `${name} vanishes when its targets are ill, while checkers must hear them say so`;
    faults.push(faultAt(record, 'AliasTarget.EvaluateTargetHealth', what, 'set it to false'));
  }
  return faults;
}

/** Checkers, peers and the page itself ask a region by a name that leads nowhere else. */
function originFaults(
  { region, name }: { readonly region: string; readonly name: string },
  records: readonly AliasRecord[],
): readonly Fault[] {
  const origin = records.find((record) => record.name === name);
  if (origin !== undefined && !origin.isChoice && origin.loadBalancer?.stack.region === region) {
    return [];
  }
  const routing = records[0]?.record.resource.stack.stackName ?? '';
  const place = origin === undefined ? { stackName: routing } : placeOf(origin.record.resource);
  const what =
    origin === undefined
      ? `no record ${name} leads to ${region}, so nobody can ask after its health`
      : `${name} does not lead to ${region} alone`;
  return [{ ...place, what, fix: `point ${name} at the citizen load balancer of ${region}` }];
}

function faultAt(record: Property, path: string, what: string, fix: string): Fault {
  const full = record.path === '' ? path : `${record.path}.${path}`;
  return { ...placeOf(record.resource, full), what, fix };
}
