import {
  type Assembly,
  asObject,
  type Json,
  type JsonObject,
  type Template,
} from '../../lib/topology/assembly';

/** The templates with one property of one resource deleted, in every stack of the same class at once. */
export interface Mutant {
  readonly stackIds: readonly string[];
  readonly logicalId: string;
  readonly type: string;
  /** Path below the resource, such as `Properties.HealthCheckConfig.Port`. */
  readonly path: string;
  /** What was deleted. */
  readonly removed: Json;
}

/** Types on the path of an evacuation and of the schedules; all of their properties are deleted in turn. */
const WHOLE_TYPES = [
  'AWS::Route53::RecordSet',
  'AWS::Route53::HealthCheck',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::Scheduler::Schedule',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::AutoScaling::ScheduledAction',
  'AWS::WAFv2::WebACLAssociation',
];

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';

/** What of a group decides its size. */
const GROUP_PATHS = [
  'Properties.MinSize',
  'Properties.MaxSize',
  'UpdatePolicy.AutoScalingScheduledAction',
  'UpdatePolicy.AutoScalingScheduledAction.IgnoreUnmodifiedGroupSizeProperties',
];

const WEB_ACL = 'AWS::WAFv2::WebACL';

/** Types whose mutants the minute-by-minute proof judges as well. */
export const SIZE_TYPES = [GROUP, 'AWS::AutoScaling::ScheduledAction'];

/**
 * Every mutant of an assembly. What a region's stack holds is deleted from all regions, as a changed
 * class would: that one region differs is found too easily.
 */
export function mutantsOf(assembly: Assembly): readonly Mutant[] {
  const byKey = new Map<string, Mutant>();
  for (const { id, template } of assembly.stacks) {
    const callers = callersOf(template.Resources ?? {});
    for (const [logicalId, resource] of Object.entries(template.Resources ?? {})) {
      const { Type: type } = resource;
      const isWhole = WHOLE_TYPES.includes(type) || callers.has(logicalId);
      for (const path of pathsToDelete(type, isWhole, resource as unknown as JsonObject)) {
        const kind = id.replace(/^(Region|Drill)-.*/, '$1');
        const key = [kind, logicalId, path].join(' ');
        const stackIds = [...(byKey.get(key)?.stackIds ?? []), id];
        const removed = valueAt(resource as unknown as Json, path.split('.'));
        byKey.set(key, { stackIds, logicalId, type, path, removed });
      }
    }
  }
  return [...byKey.values()];
}

/** The assembly that a mutant stands for; the original stays as it is. */
export function applyMutant(assembly: Assembly, mutant: Mutant): Assembly {
  return {
    ...assembly,
    stacks: assembly.stacks.map((stack) => {
      if (!mutant.stackIds.includes(stack.id)) return stack;
      const resources = stack.template.Resources ?? {};
      const mutated = without(
        resources[mutant.logicalId] as unknown as Json,
        mutant.path.split('.'),
      );
      const Resources = { ...resources, [mutant.logicalId]: mutated } as typeof resources;
      return { ...stack, template: { ...stack.template, Resources } };
    }),
  };
}

function pathsToDelete(type: string, isWhole: boolean, resource: JsonObject): readonly string[] {
  const all = ['Properties', 'UpdatePolicy'].flatMap((part) => pathsBelow(resource[part], part));
  if (isWhole) return all.filter((path) => path.startsWith('Properties.'));
  if (type === WEB_ACL) {
    // The rule that answers the checkers; what the others refuse is no matter of an evacuation.
    return all.filter((path) => /^Properties\.Rules(\.0(\.|$)|$)/.test(path));
  }
  return type === GROUP ? GROUP_PATHS.filter((path) => all.includes(path)) : [];
}

/** The roles that schedules call by, with the policies that say what those may call. */
function callersOf(resources: NonNullable<Template['Resources']>): ReadonlySet<string> {
  const named = (value: unknown) =>
    [...JSON.stringify(value ?? null).matchAll(/"(?:Ref":|Fn::GetAtt":\[)"(\w+)"/g)].map(
      ([, id]) => id ?? '',
    );
  const all = Object.entries(resources);
  const roles = new Set(
    all
      .filter(([, { Type }]) => Type === 'AWS::Scheduler::Schedule')
      .flatMap(([, { Properties }]) => named(asObject(asObject(Properties).Target).RoleArn)),
  );
  const policies = all
    .filter(([, { Type }]) => Type === 'AWS::IAM::Policy')
    .filter(([, { Properties }]) =>
      named(asObject(Properties).Roles).some((role) => roles.has(role)),
    );
  return new Set([...roles, ...policies.map(([id]) => id)]);
}

/** A function of CloudFormation is one value: without a part it is no function. */
function pathsBelow(value: Json | undefined, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null || isFunction(asObject(value))) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const inside = `${path}.${key}`;
    return [inside, ...pathsBelow(inner as Json, inside)];
  });
}

function valueAt(value: Json, path: readonly string[]): Json {
  return path.reduce<Json>((inner, key) => (inner as JsonObject)[key] ?? null, value);
}

function isFunction(value: JsonObject): boolean {
  const [name, ...others] = Object.keys(value);
  return name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
}

function without(value: Json, [key = '', ...rest]: readonly string[]): Json {
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    if (rest.length === 0) return list.filter((_, index) => index !== Number(key));
    return list.map((item, index) => (index === Number(key) ? without(item, rest) : item));
  }
  const { [key]: inner, ...others } = asObject(value);
  if (rest.length === 0) return others;
  return { ...asObject(value), [key]: without(inner ?? null, rest) };
}
