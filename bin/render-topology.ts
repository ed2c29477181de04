import type { CostCounts, HealthCheckCounts } from '../lib/summary/counts';
import type { DataSummary, TableSummary } from '../lib/summary/data';
import type { EndpointChecks, NameSummary, RoutingSummary } from '../lib/summary/routing';
import { columns, figure, section } from './page';

/** How users find a region and leave a lost one. */
export function renderRouting(routing: RoutingSummary): string | undefined {
  const { detectSec, ttlSec, sumSec } = routing.recovery;
  return section(`Routing in zone ${routing.zoneName}`, [
    ...columns(routing.names.map(nameRow)),
    ...routing.endpointChecks.map(checksText),
    `${routing.calculatedChecks} calculated checks decide; recovery to expect: ${detectSec} s to detect + ${ttlSec} s TTL = ${sumSec} s`,
  ]);
}

function nameRow({ name, policy, records, checked }: NameSummary): readonly string[] {
  const shares = records.map(({ setIdentifier, weight }) =>
    weight === undefined ? setIdentifier : `${setIdentifier} ${weight}`,
  );
  return [name, policy, checked ? 'checked' : 'no check', shares.join(', ')];
}

function checksText({ type, intervalSec, failureThreshold, count }: EndpointChecks): string {
  return `${count} ${type} checks every ${intervalSec} s, ${failureThreshold} in a row change their mind`;
}

/** Where the data lies and how it comes back. */
export function renderData({ tables, backups }: DataSummary): string | undefined {
  const locked = backups.vaults.filter((vault) => vault.locked).length;
  return section('Data', [
    ...tables.flatMap(tableLines),
    ...(tables.length > 0 && backups.rules.length === 0
      ? ['no AWS Backup plan: what comes back is what point-in-time recovery keeps']
      : []),
    ...backups.rules.map(
      ({ name, region, schedule, keptDays, copies }) =>
        `backup ${name} in ${region}: ${schedule ?? 'continuous'}, ${keptDays === undefined ? 'kept for ever' : `kept ${keptDays} days`}, ${copiesText(copies)}`,
    ),
    ...(backups.vaults.length > 0 ? [`${backups.vaults.length} vaults, ${locked} locked`] : []),
  ]);
}

function copiesText(copies: number): string {
  return copies === 0
    ? 'not copied'
    : `copied to ${copies} other ${copies === 1 ? 'vault' : 'vaults'}`;
}

function tableLines(table: TableSummary): readonly string[] {
  const { tableName, consistency, replicaRegions, witnessRegion, warmThroughput } = table;
  const witness = witnessRegion === undefined ? '' : `, witness ${witnessRegion}`;
  const warm =
    warmThroughput === undefined
      ? 'no warm throughput'
      : `warm ${figure(warmThroughput.readUnitsPerSecond)} reads/s ${figure(warmThroughput.writeUnitsPerSecond)} writes/s`;
  const inRegions = (regions: readonly string[]) =>
    regions.length === replicaRegions.length ? 'everywhere' : regions.join(', ') || 'nowhere';
  return [
    `${tableName}: ${consistency} in ${replicaRegions.join(', ')}${witness}`,
    `  ${warm}`,
    `  point-in-time recovery ${inRegions(table.pointInTimeRegions)}, deletion protection ${inRegions(table.protectedRegions)}`,
  ];
}

/** Quantities behind the bill. */
export function renderCounts(counts: CostCounts): string | undefined {
  const hours = Object.entries(counts.instanceHoursPerWeek);
  if (hours.length === 0) return undefined;
  const instances = hours.map(([type, value]) => `${figure(value)} ${type}`).join(', ');
  return section(
    'What the bill counts, without prices',
    columns([
      ['instance-hours', `${instances} in an ordinary week at the floor`],
      [
        'load balancers',
        `${counts.loadBalancers}, with ${figure(counts.reservedUnitHoursPerWeek)} reserved LCU-hours in an ordinary week; ${counts.webAcls} web ACLs`,
      ],
      ['health checks', healthCheckText(counts.healthChecks)],
      ['endpoints', `${counts.interfaceEndpointZones} (interface endpoints x zones)`],
      ['keys and secrets', `${counts.keys} keys, ${counts.secrets} secrets and copies`],
      [
        'watching',
        `${counts.alarms} alarms, ${figure(counts.canaryRunsPerWeek)} canary runs a week`,
      ],
    ]),
  );
}

function healthCheckText(checks: HealthCheckCounts): string {
  const { total, calculated, https, stringMatch, fastInterval, measuredLatency } = checks;
  return `${total}: ${calculated} calculated; ${https} HTTPS, ${stringMatch} string match, ${fastInterval} every 10 s, ${measuredLatency} with latency`;
}
