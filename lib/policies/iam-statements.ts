import type { Assembly, AssemblyStack } from '../topology/assembly';
import { type Property, type Resource, resourcesOf } from '../topology/property';

/** One statement of an identity policy. */
export interface IamStatement {
  readonly resource: Resource;
  readonly statement: Property;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const POLICY_TYPES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];
const IDENTITY_TYPES = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

/** What the templates allow identities, in all stacks or in one. */
export function allowedStatements(
  assembly: Assembly,
  onlyStack?: AssemblyStack,
): readonly IamStatement[] {
  const documents = [
    ...POLICY_TYPES.flatMap((type) =>
      resourcesOf(assembly, type, onlyStack).flatMap(
        (policy) => policy.tryGet('PolicyDocument') ?? [],
      ),
    ),
    ...IDENTITY_TYPES.flatMap((type) =>
      resourcesOf(assembly, type, onlyStack)
        .flatMap((identity) => identity.tryGet('Policies')?.items() ?? [])
        .flatMap((inline) => inline.tryGet('PolicyDocument') ?? []),
    ),
  ];
  return documents
    .flatMap((document) => membersOf(document.tryGet('Statement')))
    .filter((statement) => statement.tryGet('Effect')?.text() === 'Allow')
    .map((statement) => ({
      resource: statement.resource,
      statement,
      actions: textsOf(statement.tryGet('Action')),
      resources: textsOf(statement.tryGet('Resource')),
    }));
}

/** Whether a pattern of actions lets a call through. */
export function allows(pattern: string, action: string): boolean {
  const text = pattern.toLowerCase().replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const expression = text.replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(action.toLowerCase());
}

function textsOf(property: Property | undefined): readonly string[] {
  return membersOf(property).map((member) => member.text());
}

/** CloudFormation takes one member for a list of one. */
function membersOf(property: Property | undefined): readonly Property[] {
  if (property === undefined) return [];
  return Array.isArray(property.resolved()) ? property.items() : [property];
}
