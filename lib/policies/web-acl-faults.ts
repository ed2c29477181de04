import type { Assembly } from '../topology/assembly';
import { type Property, type Resource, resourcesOf } from '../topology/property';
import { EVACUATIONS_PATH, REGIONAL_HEALTH_PATH } from './evacuation-protocol';
import { type Fault, type PolicyContext, placeOf } from './policy';
import { type Requirement, stated, unmet } from './requirement';
import { tryMatch, type WebRequest } from './web-acl-match';

const ACL = 'AWS::WAFv2::WebACL';

/** Load balancers without a web ACL, and web ACLs that could keep a checker from its answer. */
export function findAclFaults(assembly: Assembly, { plan }: PolicyContext): readonly Fault[] {
  const associations = resourcesOf(assembly, 'AWS::WAFv2::WebACLAssociation');
  const doors = resourcesOf(assembly, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
  const guards = new Map(
    associations.map((one) => [
      one.tryGet('ResourceArn')?.tryTarget()?.id,
      one.tryGet('WebACLArn')?.tryTarget(),
    ]),
  );
  const regions = plan.regions.map(({ name }) => name);
  return [
    ...doors
      .filter(({ id }) => guards.get(id)?.type !== ACL)
      .map((door) => ({
        ...placeOf(door),
        what: `${door.logicalId} stands behind no web ACL`,
        fix: 'associate a web ACL of the same template with it',
      })),
    ...resourcesOf(assembly, ACL).flatMap((acl) => firstRuleFaults(acl, regions)),
  ];
}

/** The rule of the lowest priority is asked first and ends the matter where it allows. */
function firstRuleFaults(acl: Resource, regions: readonly string[]): readonly Fault[] {
  const [first] = [...(acl.tryGet('Rules')?.items() ?? [])].sort(
    (one, other) => priorityOf(one) - priorityOf(other),
  );
  const allowing = first?.tryGet('Action.Allow') === undefined ? undefined : first;
  const statement = allowing?.tryGet('Statement');
  const verdict = (request: WebRequest) =>
    statement === undefined ? false : tryMatch(statement, request);
  return [
    ...(first === undefined ? [] : unmet(acl, writable(first.path))),
    ...questions(regions)
      .filter((request) => verdict(request) !== true)
      .map((request) => ({
        ...placeOf(acl, 'Rules'),
        what: `${acl.logicalId} may count or block ${nameOf(request)}, and checkers would take that for an ill region`,
        fix: `allow ${nameOf(request)} in its first rule`,
      })),
    ...lookalikes(regions)
      .filter((request) => verdict(request) !== false)
      .map((request) => ({
        ...placeOf(acl, 'Rules'),
        what: `${acl.logicalId} lets ${nameOf(request)} past all its other rules`,
        fix: 'let its first rule allow the questions of health checks and nothing else',
      })),
  ];
}

/** What AWS asks of every rule; without it the web ACL is not made, and the load balancer is bare. */
function writable(rule: string): readonly Requirement[] {
  const why = 'WAF refuses a rule without it';
  return [
    'Name',
    'VisibilityConfig.MetricName',
    'VisibilityConfig.CloudWatchMetricsEnabled',
    'VisibilityConfig.SampledRequestsEnabled',
  ].map((path) => stated(`${rule}.${path}`, why));
}

/** What Route 53 asks. */
function questions(regions: readonly string[]): readonly WebRequest[] {
  return pathsAsked(regions).map((path) => ({ method: 'GET', path }));
}

function pathsAsked(regions: readonly string[]): readonly string[] {
  return [REGIONAL_HEALTH_PATH, ...regions.map((region) => `${EVACUATIONS_PATH}${region}`)];
}

/** What looks like a question of Route 53 and is none, and what people ask. */
function lookalikes(regions: readonly string[]): readonly WebRequest[] {
  const paths = pathsAsked(regions);
  const others = [
    ...paths.flatMap((path) => [`${path}/../../x`, `/x${path}`]),
    EVACUATIONS_PATH,
    '/channels/a/code',
  ];
  return [
    ...others.map((path) => ({ method: 'GET', path })),
    ...paths.map((path) => ({ method: 'POST', path })),
  ];
}

function nameOf({ method, path }: WebRequest): string {
  return `${method} ${path}`;
}

function priorityOf(rule: Property): number {
  return rule.tryGet('Priority')?.number() ?? Number.POSITIVE_INFINITY;
}
