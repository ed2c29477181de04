import { AWS_REGIONS } from '../plan/aws-regions';
import type { Assembly, AssemblyStack, Json, JsonObject } from '../topology/assembly';
import { holdsFleet } from './control-plane-faults';
import { type Fault, policyOf } from './policy';
import { findParityFaults } from './region-parity';

// Whole names only: ap-southeast-1 is no part of ap-southeast-1a, which the first check takes apart.
const NAMES = [...AWS_REGIONS.aws, ...AWS_REGIONS['aws-cn']].sort((a, b) => b.length - a.length);
const REGION_NAME = new RegExp(`(?<![a-z0-9])(${NAMES.join('|')})(?![0-9])`, 'g');

/** Rule: a region is a copy of the others that knows none of them. */
export const regionIndependence = policyOf(
  'kapok-region-independence',
  'the templates of regions are equal but for names, and none names another region',
  findForeignRegions,
  findImports,
  findParityFaults,
);

/** Names of other regions anywhere in a region's template. */
function findForeignRegions(assembly: Assembly): readonly Fault[] {
  return assembly.stacks
    .filter((stack) => holdsFleet(assembly, stack))
    .flatMap((stack) =>
      textsOf(stack).flatMap(({ logicalId, path, text }) =>
        [...new Set(text.match(REGION_NAME) ?? [])]
          .filter((name) => name !== stack.region)
          .map((name) => ({
            stackName: stack.stackName,
            ...(logicalId !== '' && { logicalId }),
            path,
            what: `${logicalId || path} of ${stack.region} names ${name}: ${excerpt(text)}`,
            fix: 'let a region know itself alone; peers are read from the control table',
          })),
      ),
    );
}

/** A reference to another stack that another region may answer ties the two together. */
function findImports(assembly: Assembly): readonly Fault[] {
  return assembly.stacks
    .filter((stack) => holdsFleet(assembly, stack))
    .flatMap((stack) =>
      Object.entries(stack.template.Resources ?? {}).flatMap(([logicalId, resource]) =>
        functionsOf(resource as unknown as Json).map(([name, argument]) => ({
          stackName: stack.stackName,
          logicalId,
          what: `${logicalId} of ${stack.region} reads ${name} of another stack: ${excerpt(JSON.stringify(argument))}`,
          fix: 'name what is needed by its fixed name in the same region',
        })),
      ),
    );
}

function functionsOf(value: Json | undefined): readonly (readonly [string, Json | undefined])[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value as JsonObject);
  return entries.flatMap(([key, inner]) => {
    const isImport = key === 'Fn::GetStackOutput' || key === 'Fn::ImportValue';
    return isImport ? [[key, inner] as const] : functionsOf(inner);
  });
}

interface PlacedText {
  readonly logicalId: string;
  readonly path: string;
  readonly text: string;
}

/** Every text and key of a template; what the CDK notes about itself is deployed nowhere. */
function textsOf({ template }: AssemblyStack): readonly PlacedText[] {
  return Object.entries(template).flatMap(([section, value]) => {
    if (section !== 'Resources') return textsIn(value as Json, '', section);
    return Object.entries(value as JsonObject).flatMap(([logicalId, resource]) => {
      const { Metadata: _, ...deployed } = resource as JsonObject;
      return [{ logicalId, path: '', text: logicalId }, ...textsIn(deployed, logicalId, '')];
    });
  });
}

function textsIn(value: Json | undefined, logicalId: string, path: string): readonly PlacedText[] {
  if (typeof value === 'string') return [{ logicalId, path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as JsonObject).flatMap(([key, inner]) => {
    const inside = path === '' ? key : `${path}.${key}`;
    return [{ logicalId, path: inside, text: key }, ...textsIn(inner, logicalId, inside)];
  });
}

function excerpt(text: string): string {
  const longest = 100;
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
