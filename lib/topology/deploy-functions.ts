import type { Assembly, TemplateResource } from './assembly';
import { type Property, Resource } from './property';
import type { DeployFunctionTopology } from './topology';

const LAMBDA = 'AWS::Lambda::Function';

// The CDK's provider framework answers CloudFormation and calls the function this variable names.
const FRAMEWORK_VARIABLE = 'Environment.Variables.USER_ON_EVENT_FUNCTION_ARN';

/**
 * Reads the functions that custom resources call through the CDK's provider framework. The CDK's own
 * custom resources do not use it, so they are left out: they only prepare AWS, never the data.
 */
export function readDeployFunctions(assembly: Assembly): readonly DeployFunctionTopology[] {
  return assembly.stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources ?? {})
      .filter(([, resource]) => isCustomResource(resource))
      .map(([logicalId]) => new Resource(assembly, stack, logicalId))
      .flatMap((caller) => {
        const framework = caller.tryGet('ServiceToken')?.tryTarget();
        const called = framework?.tryGet(FRAMEWORK_VARIABLE)?.target(LAMBDA);
        return called === undefined ? [] : [readFunction(called, caller)];
      }),
  );
}

function isCustomResource({ Type }: TemplateResource): boolean {
  return Type.startsWith('Custom::') || Type === 'AWS::CloudFormation::CustomResource';
}

function readFunction(called: Resource, caller: Resource): DeployFunctionTopology {
  const key = called.get('Code.S3Key');
  const bundleDirectory = called.stack.assetPaths.get(key.literal());
  if (bundleDirectory === undefined) {
    throw key.unexpected(key.text(), `an asset of stack ${called.stack.id}`);
  }
  const properties = caller.properties.entries().filter(([name]) => name !== 'ServiceToken');
  return {
    logicalId: called.logicalId,
    region: called.stack.region,
    bundleDirectory,
    handler: called.get('Handler').literal(),
    environment: toTexts(called.tryGet('Environment.Variables')?.entries() ?? []),
    resourceProperties: toTexts(properties),
  };
}

/** CloudFormation hands scalars to a custom resource as text; anything deeper becomes JSON. */
function toTexts(entries: readonly (readonly [string, Property])[]): Record<string, string> {
  return Object.fromEntries(
    entries.map(([name, property]) => {
      const value = property.resolved();
      return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)];
    }),
  );
}
