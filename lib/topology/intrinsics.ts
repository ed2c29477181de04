import {
  type Assembly,
  type AssemblyStack,
  asObject,
  type Json,
  type JsonObject,
} from './assembly';
import { TopologyError } from './topology-error';

/** Where a value stands: the stack, the resource and the path of properties to it. */
export interface Place {
  readonly assembly: Assembly;
  readonly stack: AssemblyStack;
  readonly logicalId: string;
  readonly path: string;
}

/** A resource, or one attribute of it, that is known only once CloudFormation has made it. */
export interface ResourceSymbol {
  readonly stackId: string;
  readonly logicalId: string;
  /** @default the resource itself */
  readonly attribute?: string;
}

/** What `AWS::AccountId` stands for while the assembly is tied to no account. */
export const UNKNOWN_ACCOUNT = '000000000000';

// Appears in no shell script and in no name, so a resource's place can travel inside texts.
const SYMBOL = /@\{([^.{}]+)\.([^.{}]+)(?:\.([^{}]+))?\}/;
const WHOLE_SYMBOL = new RegExp(`^${SYMBOL.source}$`);

/** The resource a resolved text stands for, if it stands for nothing else. */
export function tryParseSymbol(text: string): ResourceSymbol | undefined {
  const match = WHOLE_SYMBOL.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const [, stackId, logicalId, attribute] = match;
  return { stackId, logicalId, ...(attribute !== undefined && { attribute }) };
}

/** Whether a resolved text holds anything that only CloudFormation knows. */
export function isSymbolic(text: string): boolean {
  return SYMBOL.test(text);
}

function formatSymbol(stack: AssemblyStack, logicalId: string, attribute?: string): string {
  return `@{${[stack.id, logicalId, attribute].filter((part) => part !== undefined).join('.')}}`;
}

/**
 * Resolves the intrinsic functions in a value as far as the assembly tells; a resource becomes a
 * symbol that `tryParseSymbol` reads.
 * @throws TopologyError when a function cannot be resolved
 */
export function resolveValue(value: Json, place: Place): Json {
  if (Array.isArray(value)) {
    return value.map((item, index) => resolveValue(item, inside(place, String(index))));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as JsonObject);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && name !== undefined && argument !== undefined) {
    if (name === 'Ref' || name.startsWith('Fn::')) return call(name, argument, place);
  }
  return Object.fromEntries(
    entries
      .filter((entry): entry is [string, Json] => entry[1] !== undefined)
      .map(([key, item]) => [key, resolveValue(item, inside(place, key))]),
  );
}

function inside(place: Place, key: string): Place {
  return { ...place, path: place.path === '' ? key : `${place.path}.${key}` };
}

function call(name: string, argument: Json, place: Place): Json {
  switch (name) {
    case 'Ref':
      return reference(asText(argument, place), place);
    case 'Fn::GetAtt':
      return attribute(argument, place);
    case 'Fn::Join':
      return join(argument, place);
    case 'Fn::Sub':
      return substitute(argument, place);
    case 'Fn::Select':
      return select(argument, place);
    case 'Fn::Split':
      return split(argument, place);
    case 'Fn::Base64':
      // Kapok reads scripts, so the text stays a text.
      return resolveValue(argument, place);
    case 'Fn::GetStackOutput':
      return stackOutput(argument, place);
    case 'Fn::ImportValue':
      return importedValue(argument, place);
    default:
      throw unresolved(`${name} is not a function that Kapok reads`, argument, place);
  }
}

function reference(name: string, place: Place): Json {
  const pseudo = pseudoParameter(name, place.stack);
  if (pseudo !== undefined) return pseudo;
  const parameter = place.stack.template.Parameters?.[name];
  if (parameter !== undefined) {
    // The default of such a parameter is the place of the value, not the value.
    if (String(parameter.Type).startsWith('AWS::SSM::')) return formatSymbol(place.stack, name);
    if (parameter.Default === undefined) {
      throw unresolved(`parameter ${name} has no default`, { Ref: name }, place);
    }
    return parameter.Default;
  }
  if (place.stack.template.Resources?.[name] === undefined) {
    throw unresolved(`the template has no ${name}`, { Ref: name }, place);
  }
  return formatSymbol(place.stack, name);
}

function pseudoParameter(name: string, stack: AssemblyStack): string | undefined {
  const isChina = stack.region.startsWith('cn-');
  switch (name) {
    case 'AWS::Region':
      return stack.region;
    case 'AWS::AccountId':
      return stack.account ?? UNKNOWN_ACCOUNT;
    case 'AWS::Partition':
      return isChina ? 'aws-cn' : 'aws';
    case 'AWS::URLSuffix':
      return isChina ? 'amazonaws.com.cn' : 'amazonaws.com';
    case 'AWS::StackName':
      return stack.stackName;
    // The last part of the real one is random; the name says which stack is meant.
    case 'AWS::StackId':
      return stackArn(stack, isChina ? 'aws-cn' : 'aws');
    default:
      return undefined;
  }
}

function stackArn({ stackName, region, account }: AssemblyStack, partition: string): string {
  return `arn:${partition}:cloudformation:${region}:${account ?? UNKNOWN_ACCOUNT}:stack/${stackName}/unknown`;
}

function attribute(argument: Json, place: Place): string {
  const parts = typeof argument === 'string' ? argument.split('.') : (argument as readonly Json[]);
  const [logicalId, ...names] = parts.map((part) => asText(resolveValue(part, place), place));
  if (logicalId === undefined || place.stack.template.Resources?.[logicalId] === undefined) {
    throw unresolved(`the template has no ${logicalId}`, { 'Fn::GetAtt': argument }, place);
  }
  return formatSymbol(place.stack, logicalId, names.join('.'));
}

function join(argument: Json, place: Place): string {
  const [delimiter, list] = asList(argument, place);
  const parts = asList(resolveValue(list ?? [], place), place);
  return parts.map((part) => asText(part, place)).join(asText(delimiter ?? '', place));
}

function substitute(argument: Json, place: Place): string {
  const [text, given] = Array.isArray(argument) ? (argument as readonly Json[]) : [argument];
  const variables = asObject(given);
  return asText(text ?? '', place).replace(/\$\{(!?)([^}]+)\}/g, (_, literal, name: string) => {
    if (literal === '!') return `\${${name}}`;
    const variable = variables[name];
    if (variable !== undefined) return asText(resolveValue(variable, place), place);
    if (name.includes('.')) return attribute(name, place);
    return asText(reference(name, place), place);
  });
}

function select(argument: Json, place: Place): Json {
  const [index, list] = asList(argument, place);
  const items = asList(resolveValue(list ?? [], place), place);
  const chosen = items[Number(resolveValue(index ?? 0, place))];
  if (chosen === undefined) {
    throw unresolved('the list is shorter than the index', { 'Fn::Select': argument }, place);
  }
  return chosen;
}

function split(argument: Json, place: Place): Json {
  const [delimiter, text] = asList(argument, place);
  return asText(resolveValue(text ?? '', place), place).split(asText(delimiter ?? '', place));
}

function stackOutput(argument: Json, place: Place): Json {
  const asked = asObject(resolveValue(argument, place));
  const region = asked.Region ?? place.stack.region;
  const producer = place.assembly.stacks.find(
    (stack) => stack.stackName === asked.StackName && stack.region === region,
  );
  const name = String(asked.OutputName);
  const output = producer?.template.Outputs?.[name]?.Value;
  if (producer === undefined || output === undefined) {
    const what = `no stack ${String(asked.StackName)} in ${String(region)} has an output ${name}`;
    throw unresolved(what, { 'Fn::GetStackOutput': argument }, place);
  }
  return resolveValue(output, { ...place, stack: producer, logicalId: name, path: 'Value' });
}

function importedValue(argument: Json, place: Place): Json {
  const name = resolveValue(argument, place);
  for (const stack of place.assembly.stacks.filter(({ region }) => region === place.stack.region)) {
    for (const [logicalId, output] of Object.entries(stack.template.Outputs ?? {})) {
      const producer = { ...place, stack, logicalId, path: 'Value' };
      const exportName = asObject(output.Export).Name;
      if (exportName === undefined || output.Value === undefined) continue;
      if (resolveValue(exportName, producer) === name) return resolveValue(output.Value, producer);
    }
  }
  throw unresolved(`no stack of the region exports it`, { 'Fn::ImportValue': argument }, place);
}

function asText(value: Json, place: Place): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw unresolved('a text is needed here', value, place);
}

function asList(value: Json, place: Place): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  throw unresolved('a list is needed here', value, place);
}

function unresolved(what: string, got: Json, place: Place): TopologyError {
  const { stack, logicalId, path } = place;
  return new TopologyError(
    'KAPOK_TOPOLOGY_UNRESOLVED',
    `stack ${stack.id}, resource ${logicalId}, ${path}: ${what}`,
    {
      got: JSON.stringify(got),
      allowed:
        'literals, Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::Select, Fn::Split, Fn::Base64, Fn::GetStackOutput and Fn::ImportValue that the assembly itself answers',
      fix: 'write the value into the template at synth',
    },
  );
}
