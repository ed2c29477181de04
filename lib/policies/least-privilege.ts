import type { Assembly } from '../topology/assembly';
import { type Property, resourcesOf } from '../topology/property';
import { allowedStatements } from './iam-statements';
import { type Fault, placeOf, policyOf } from './policy';

const BROAD_MANAGED_POLICY = /(AdministratorAccess|PowerUserAccess|FullAccess)$/;

/** Policies of resources, by the property that holds the document. */
const RESOURCE_POLICIES: Readonly<Record<string, string>> = {
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy',
};

/** Rule: whoever is allowed something is allowed that and no more. */
export const leastPrivilege = policyOf(
  'kapok-least-privilege',
  'no identity may do everything, and nobody unknown may do anything',
  findWideStatements,
  findWideManagedPolicies,
  findOpenResources,
);

function findWideStatements(assembly: Assembly): readonly Fault[] {
  return allowedStatements(assembly).flatMap(({ resource, statement, actions, resources }) => {
    const onEverything = resources.includes('*');
    const wide = actions.filter(
      (action) => action === '*' || (onEverything && /^[\w-]+:\*$/.test(action)),
    );
    const negated = ['NotAction', 'NotResource'].filter((name) => statement.tryGet(name));
    return [
      ...wide.map((action) => `${action} on ${onEverything ? 'every resource' : resources.join()}`),
      ...negated.map((name) => `all but what ${name} lists`),
    ].map((what) => ({
      ...placeOf(resource, statement.path),
      what: `${resource.logicalId} allows ${what}`,
      fix: 'name the actions, and the resources they are for',
    }));
  });
}

function findWideManagedPolicies(assembly: Assembly): readonly Fault[] {
  return resourcesOf(assembly, 'AWS::IAM::Role').flatMap((role) =>
    (role.tryGet('ManagedPolicyArns')?.items() ?? [])
      .filter((arn) => BROAD_MANAGED_POLICY.test(arn.text()))
      .map((arn) => ({
        ...placeOf(role, arn.path),
        what: `${role.logicalId} has the managed policy ${arn.text()}`,
        fix: 'write a policy that names what the role does',
      })),
  );
}

/** Whoever owns no account of ours may do nothing, unless a condition says who is meant. */
function findOpenResources(assembly: Assembly): readonly Fault[] {
  return Object.entries(RESOURCE_POLICIES).flatMap(([type, property]) =>
    resourcesOf(assembly, type).flatMap((policy) =>
      (policy.tryGet(`${property}.Statement`)?.items() ?? []).filter(isOpen).map((statement) => ({
        ...placeOf(policy, statement.path),
        what: `${policy.logicalId} allows anybody at ${statement.path}`,
        fix: 'name the principal, or add a condition that does',
      })),
    ),
  );
}

function isOpen(statement: Property): boolean {
  if (statement.tryGet('Effect')?.text() !== 'Allow' || statement.tryGet('Condition')) return false;
  const principal = statement.tryGet('Principal')?.resolved();
  const text = JSON.stringify(principal ?? null);
  return text === '"*"' || text === '{"AWS":"*"}';
}
