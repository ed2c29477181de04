import type { Json } from '../topology/assembly';
import type { Property, Resource } from '../topology/property';
import { TopologyError } from '../topology/topology-error';
import { type Fault, placeOf } from './policy';

/** One property that a resource must state, because what AWS takes for a missing one is not meant. */
export interface Requirement {
  /**
   * Path below `Properties`. `Attributes[name]` is the value of the entry of a Key-Value list whose key
   * is `name`.
   */
  readonly path: string;
  /** Whether a value will do; it is resolved, and undefined when the template states none. */
  readonly holds: (value: Json | undefined) => boolean;
  /** Values that will do, in words. */
  readonly allowed: string;
  /** What goes wrong otherwise. */
  readonly why: string;
}

/** The requirements that a resource does not meet. */
export function unmet(resource: Resource, requirements: readonly Requirement[]): readonly Fault[] {
  return requirements.flatMap(({ path, holds, allowed, why }) => {
    const value = tryReadValue(resource, path);
    if (holds(value)) return [];
    const got = value === undefined ? 'nothing' : JSON.stringify(value);
    return [
      {
        ...placeOf(resource, path),
        what: `${resource.logicalId} (${resource.type}) has ${got} at ${path}: ${why}`,
        fix: `set ${path} to ${allowed}`,
      },
    ];
  });
}

/** The value at a path, resolved; undefined when the template states none that can be told. */
export function tryReadValue(resource: Resource, path: string): Json | undefined {
  const [, list, key] = /^(\w+)\[(.+)\]$/.exec(path) ?? [];
  const property =
    list === undefined || key === undefined
      ? resource.tryGet(path)
      : tryGetAttribute(resource, list, key);
  if (property === undefined) return undefined;
  try {
    return property.resolved();
  } catch (error) {
    if (error instanceof TopologyError) return undefined;
    throw error;
  }
}

/** The value of one entry of a list of keys and values. */
export function tryGetAttribute(
  resource: Resource,
  list: string,
  key: string,
): Property | undefined {
  const entries = resource.tryGet(list)?.items() ?? [];
  return entries.find((entry) => entry.tryGet('Key')?.text() === key)?.tryGet('Value');
}

/** Entries of lists of keys and values that lack one of the two. */
export function halfEntries(resource: Resource, list: string): readonly Fault[] {
  const entries = resource.tryGet(list)?.items() ?? [];
  return entries
    .filter((entry) => entry.tryGet('Key') === undefined || entry.tryGet('Value') === undefined)
    .map((entry) => ({
      ...placeOf(resource, entry.path),
      what: `${resource.logicalId} has an entry without key or value at ${entry.path}`,
      fix: 'state both Key and Value',
    }));
}

/** Requires one value, also when the template quotes it. */
export function exactly(path: string, value: string | number | boolean, why: string): Requirement {
  return {
    path,
    holds: (found) => found !== undefined && String(found) === String(value),
    allowed: String(value),
    why,
  };
}

/** Requires a number within bounds, both included. */
export function between(path: string, least: number, most: number, why: string): Requirement {
  return {
    path,
    holds: (found) => isNumber(found) && Number(found) >= least && Number(found) <= most,
    allowed: `a number from ${least} to ${most}`,
    why,
  };
}

/** Requires one of some texts. */
export function oneOf(path: string, values: readonly string[], why: string): Requirement {
  return {
    path,
    holds: (found) => typeof found === 'string' && values.includes(found),
    allowed: values.join(' or '),
    why,
  };
}

/** Requires any value. */
export function stated(path: string, why: string): Requirement {
  return {
    path,
    holds: (found) => found !== undefined && found !== '' && !isEmptyList(found),
    allowed: 'a value',
    why,
  };
}

/** Requires that the template says nothing. */
export function absent(path: string, why: string): Requirement {
  return {
    path,
    holds: (found) => found === undefined,
    allowed: 'nothing: remove it',
    why,
  };
}

function isNumber(value: Json | undefined): boolean {
  const isText = typeof value === 'string' && value.trim() !== '';
  return (isText || typeof value === 'number') && Number.isFinite(Number(value));
}

function isEmptyList(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}
