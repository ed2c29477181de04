import type { Assembly } from '../topology/assembly';
import type { Resource } from '../topology/property';
import { type AliasRecord, aliasRecordsOf, domainName, routedRegions } from './alias-records';
import { type Question, questionsAbout } from './evacuation-protocol';
import { childrenOf } from './health-check-faults';
import { type Fault, type PolicyContext, placeOf } from './policy';
import { tryReadValue } from './requirement';

/**
 * Whether each record hangs on the right questions: its own region says that it serves, and every other
 * region in service is asked whether it speaks for the evacuation of this one. A check that asks about
 * another region would empty this one when that one is evacuated.
 */
export function findWiringFaults(assembly: Assembly, { plan }: PolicyContext): readonly Fault[] {
  const records = aliasRecordsOf(assembly);
  const regions = routedRegions(records);
  const seen = new Set<string>();
  return records
    .filter(({ isChoice }) => isChoice)
    .flatMap((record) => {
      const check = record.record.tryGet('HealthCheckId')?.tryTarget();
      const region = record.loadBalancer?.stack.region;
      if (check === undefined || region === undefined) return identityFaults(record);
      const key = `${check.id} ${region}`;
      if (seen.has(key)) return identityFaults(record);
      seen.add(key);
      const peers = regions.filter((other) => other !== region);
      const questions = questionsAbout(region, peers, plan.domain.zoneName);
      return [...identityFaults(record), ...checkFaults(check, region, questions)];
    });
}

/** The identifier is what drills and dashboards read; a wrong one would name another region. */
function identityFaults({ record, loadBalancer, name }: AliasRecord): readonly Fault[] {
  // A secondary record is named after its part: which regions wait may change.
  if (record.tryGet('Failover')?.text() === 'SECONDARY') return [];
  const identifier = record.tryGet('SetIdentifier')?.text();
  const region = loadBalancer?.stack.region;
  if (region === undefined || identifier === undefined || identifier === region) return [];
  return [
    {
      ...placeOf(record.resource, 'SetIdentifier'),
      what: `the record ${name} called ${identifier} leads to ${region}`,
      fix: 'let the identifier name the region that it leads to',
    },
  ];
}

function checkFaults(
  check: Resource,
  region: string,
  questions: readonly Question[],
): readonly Fault[] {
  const children = childrenOf(check);
  const place = placeOf(check, 'HealthCheckConfig.ChildHealthChecks');
  const missing = questions
    .filter((question) => !children.some((child) => asks(child, question)))
    .map(({ asked, domainName: host, path, inverted }) => ({
      ...place,
      what: `${check.logicalId} decides about ${region} without asking ${asked} at https://${host}${path}`,
      fix: `add the check of ${host}${path}, ${inverted ? 'inverted' : 'not inverted'}`,
    }));
  const foreign = children
    .filter((child) => !questions.some((question) => asks(child, question)))
    .map((child) => ({
      ...place,
      what: `${check.logicalId} lets ${child.logicalId} decide about ${region}, which is not asked about it`,
      fix: `ask only ${region} whether it serves and its peers whether it is evacuated`,
    }));
  return [...missing, ...foreign, ...thresholdFaults(check, questions.length)];
}

/** One child that fails must be enough, and all must be there to be counted. */
function thresholdFaults(check: Resource, expected: number): readonly Fault[] {
  const path = 'HealthCheckConfig.HealthThreshold';
  const threshold = tryReadValue(check, path);
  if (Number(threshold) === expected) return [];
  return [
    {
      ...placeOf(check, path),
      what: `${check.logicalId} is healthy with ${String(threshold)} of ${expected} children`,
      fix: `set ${path} to ${expected}, so that any one child moves the users`,
    },
  ];
}

function asks(check: Resource, question: Question): boolean {
  const config = (name: string) => tryReadValue(check, `HealthCheckConfig.${name}`);
  return (
    domainName(check.tryGet('HealthCheckConfig.FullyQualifiedDomainName')) ===
      question.domainName &&
    config('ResourcePath') === question.path &&
    config('SearchString') === question.searchString &&
    config('Inverted') === question.inverted
  );
}
