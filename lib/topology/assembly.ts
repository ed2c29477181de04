import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { TopologyError } from './topology-error';

/** Any value of a JSON document. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** An object of a JSON document. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** One resource of a template, unresolved. */
export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: JsonObject;
  /** What happens to the resource when its stack goes; CloudFormation deletes it unless told. */
  readonly DeletionPolicy?: string;
  /** What happens to the old resource when an update replaces it. */
  readonly UpdateReplacePolicy?: string;
  /** How an update treats what the group has become since. */
  readonly UpdatePolicy?: JsonObject;
}

/** The sections of a template that Kapok reads, unresolved. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, JsonObject>>;
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, JsonObject>>;
}

/** One stack of the assembly with its template. */
export interface AssemblyStack {
  /** Artifact id, unique in the assembly. */
  readonly id: string;
  readonly stackName: string;
  readonly region: string;
  /** Absent when the assembly is not tied to an account. */
  readonly account?: string;
  /** Whether the stack refuses to be deleted. */
  readonly terminationProtection: boolean;
  readonly templatePath: string;
  readonly template: Template;
  /** Absolute path of each file asset, by the last part of the object key it is uploaded to. */
  readonly assetPaths: ReadonlyMap<string, string>;
}

/** A cloud assembly as it lies on disk. */
export interface Assembly {
  readonly directory: string;
  readonly stacks: readonly AssemblyStack[];
}

const STACK_ARTIFACT = 'aws:cloudformation:stack';
const ASSET_MANIFEST_ARTIFACT = 'cdk:asset-manifest';
const SYNTH_FIRST = 'synthesise first: npx cdk synth';

/**
 * Reads manifest, templates and asset manifests of a cloud assembly.
 * @throws TopologyError when the directory holds none
 */
export function readAssembly(assemblyDirectory: string): Assembly {
  const directory = resolve(assemblyDirectory);
  const manifest = readJson(join(directory, 'manifest.json'));
  const artifacts = asObject(manifest.artifacts);
  const stacks = Object.entries(artifacts)
    .map(([id, artifact]) => ({ id, artifact: asObject(artifact) }))
    .filter(({ artifact }) => artifact.type === STACK_ARTIFACT)
    .map(({ id, artifact }) => readStack(directory, id, artifact, artifacts));
  return { directory, stacks };
}

function readStack(
  directory: string,
  id: string,
  artifact: JsonObject,
  artifacts: JsonObject,
): AssemblyStack {
  const properties = asObject(artifact.properties);
  const environment = /^aws:\/\/([^/]+)\/(.+)$/.exec(String(artifact.environment));
  const region = environment?.[2];
  if (typeof properties.templateFile !== 'string' || region === undefined) {
    throw notAnAssembly(directory, `stack ${id} names no template file or no region`);
  }
  if (region === 'unknown-region') {
    throw new TopologyError('KAPOK_TOPOLOGY_ASSEMBLY', `stack ${id} is not tied to a region`, {
      got: String(artifact.environment),
      allowed: 'a concrete region in the environment of every stack',
      fix: 'give the stack a region in its env',
    });
  }
  const account = environment?.[1];
  const templatePath = join(directory, properties.templateFile);
  const template = readJson(templatePath);
  if (Array.isArray(template)) throw notAnAssembly(templatePath, 'a list instead of a template');
  return {
    id,
    stackName: typeof properties.stackName === 'string' ? properties.stackName : id,
    region,
    ...(account !== undefined && account !== 'unknown-account' && { account }),
    terminationProtection: properties.terminationProtection === true,
    templatePath,
    template: template as Template,
    assetPaths: readAssetPaths(directory, artifact, artifacts),
  };
}

function readAssetPaths(
  directory: string,
  artifact: JsonObject,
  artifacts: JsonObject,
): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const dependency of asArray(artifact.dependencies)) {
    const candidate = asObject(artifacts[String(dependency)]);
    const file = asObject(candidate.properties).file;
    if (candidate.type !== ASSET_MANIFEST_ARTIFACT || typeof file !== 'string') continue;
    const files = asObject(readJson(join(directory, file)).files);
    for (const asset of Object.values(files).map(asObject)) {
      const path = asObject(asset.source).path;
      if (typeof path !== 'string') continue;
      for (const destination of Object.values(asObject(asset.destinations)).map(asObject)) {
        paths.set(basename(String(destination.objectKey)), resolve(directory, path));
      }
    }
  }
  return paths;
}

function readJson(path: string): JsonObject {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
  } catch (error) {
    throw notAnAssembly(path, error instanceof Error ? error.message : String(error), error);
  }
}

function notAnAssembly(path: string, got: string, cause?: unknown): TopologyError {
  return new TopologyError(
    'KAPOK_TOPOLOGY_ASSEMBLY',
    `no cloud assembly can be read at ${path}`,
    { got, allowed: 'a directory written by cdk synth, with manifest.json', fix: SYNTH_FIRST },
    { cause },
  );
}

/** The value when it is an object, else an empty one. */
export function asObject(value: Json | undefined): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
}

/** The value when it is a list, else an empty one. */
export function asArray(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
