import type { Plan } from '../plan/plan';
import { regionPart } from '../plan/strategies';
import type { Assembly, AssemblyStack, Json, JsonObject } from '../topology/assembly';
import { holdsFleet } from './control-plane-faults';
import type { Fault, PolicyContext } from './policy';

/** Differences told of one pair of templates; the rest follows from them as a rule. */
const DIFFERENCES_TOLD = 5;

/**
 * Whatever one region has, each region of its role has as well. Regions with another number of zones are
 * not compared: what survives the loss of a zone differs in size.
 */
export function findParityFaults(assembly: Assembly, { plan }: PolicyContext): readonly Fault[] {
  const first = new Map<string, AssemblyStack>();
  return assembly.stacks
    .filter((stack) => holdsFleet(assembly, stack))
    .flatMap((stack) => {
      const key = kindOf(stack.region, plan);
      const model = first.get(key);
      if (model === undefined) {
        first.set(key, stack);
        return [];
      }
      return differences(nameless(model, plan), nameless(stack, plan), '')
        .slice(0, DIFFERENCES_TOLD)
        .map((path) => ({
          stackName: stack.stackName,
          ...placeIn(path),
          what: `${path} of ${stack.region} is not what it is in ${model.region}`,
          fix: 'make both from the same class and let them differ by names alone',
        }));
    });
}

function kindOf(region: string, { strategy, regions }: Plan): string {
  const index = regions.findIndex(({ name }) => name === region);
  const { role, share } = regionPart(strategy, index);
  return [role, share, regions[index]?.zones.length].join();
}

/** A template with the region's and its zones' names taken out of all keys and texts. */
function nameless({ template, region }: AssemblyStack, plan: Plan): Json {
  const zones = plan.regions.find(({ name }) => name === region)?.zones ?? [];
  const withoutZones = zones.reduce(
    (text, zone, index) => text.replaceAll(zone, `<zone ${index}>`),
    JSON.stringify(template),
  );
  return JSON.parse(withoutZones.replaceAll(region, '<region>')) as Json;
}

function differences(one: Json | undefined, other: Json | undefined, path: string): string[] {
  if (!isObject(one) || !isObject(other)) {
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [path];
  }
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) =>
    differences(one[key], other[key], path === '' ? key : `${path}.${key}`),
  );
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null;
}

/** The path of a template as resource and path below its properties. */
function placeIn(path: string): Pick<Fault, 'logicalId' | 'path'> {
  const [section, logicalId, part, ...rest] = path.split('.');
  if (section !== 'Resources' || logicalId === undefined) return { path };
  const isProperty = part === 'Properties' && rest.length > 0;
  return { logicalId, ...(isProperty && { path: rest.join('.') }) };
}
