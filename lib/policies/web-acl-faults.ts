import type { Assembly } from '../topology/assembly';
import { type Property, type Resource, resourcesOf } from '../topology/property';
import { EVACUATIONS_PATH, REGIONAL_HEALTH_PATH } from './evacuation-protocol';
import { hasGuardedDoors } from './guarded-doors';
import { type Fault, placeOf } from './policy';

const ACL = 'AWS::WAFv2::WebACL';

/** Load balancers without a web ACL, and web ACLs that could keep a checker from its answer. */
export function findAclFaults(assembly: Assembly): readonly Fault[] {
  if (!hasGuardedDoors(assembly)) return [];
  const associations = resourcesOf(assembly, 'AWS::WAFv2::WebACLAssociation');
  const doors = resourcesOf(assembly, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
  const guards = new Map(
    associations.map((one) => [
      one.tryGet('ResourceArn')?.tryTarget()?.id,
      one.tryGet('WebACLArn')?.tryTarget(),
    ]),
  );
  return [
    ...doors
      .filter(({ id }) => guards.get(id)?.type !== ACL)
      .map((door) => ({
        ...placeOf(door),
        what: `${door.logicalId} stands behind no web ACL`,
        fix: 'associate a web ACL of the same template with it',
      })),
    ...resourcesOf(assembly, ACL).flatMap(pathFaults),
  ];
}

/** The rule of the lowest priority is asked first and ends the matter where it allows. */
function pathFaults(acl: Resource): readonly Fault[] {
  const rules = [...(acl.tryGet('Rules')?.items() ?? [])].sort(
    (one, other) => priorityOf(one) - priorityOf(other),
  );
  const [first] = rules;
  const text = first === undefined ? '' : JSON.stringify(first.resolved());
  const isAllowed = first?.tryGet('Action.Allow') !== undefined;
  return [REGIONAL_HEALTH_PATH, EVACUATIONS_PATH]
    .filter((path) => !isAllowed || !text.includes(path.replace(/\/$/, '')))
    .map((path) => ({
      ...placeOf(acl, 'Rules'),
      what: `${acl.logicalId} may count or block ${path}, and checkers would take that for an ill region`,
      fix: `allow ${path} in its first rule`,
    }));
}

function priorityOf(rule: Property): number {
  return rule.tryGet('Priority')?.number() ?? Number.POSITIVE_INFINITY;
}
