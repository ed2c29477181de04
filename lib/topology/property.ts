import type { Assembly, AssemblyStack, Json, JsonObject } from './assembly';
import { isSymbolic, resolveValue, tryParseSymbol } from './intrinsics';
import { TopologyError } from './topology-error';

/** A property of a resource, resolved when it is asked for. */
export class Property {
  constructor(
    readonly resource: Resource,
    readonly path: string,
    private readonly raw: Json,
  ) {}

  /** The property below this one, if the template sets it. */
  tryGet(path: string): Property | undefined {
    let current: Json | undefined = this.raw;
    for (const key of path.split('.')) {
      if (typeof current !== 'object' || current === null) return undefined;
      current = (current as JsonObject)[key];
    }
    if (current === undefined) return undefined;
    return new Property(this.resource, this.path === '' ? path : `${this.path}.${path}`, current);
  }

  /** The property below this one. */
  get(path: string): Property {
    const found = this.tryGet(path);
    if (found !== undefined) return found;
    throw this.unexpected('nothing', `a value at ${path}`);
  }

  /** The value with its intrinsic functions resolved. */
  resolved(): Json {
    return resolveValue(this.raw, this.resource.place(this.path));
  }

  /** The value as text; numbers and booleans as CloudFormation writes them. */
  text(): string {
    const value = this.resolved();
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw this.unexpected(JSON.stringify(value), 'a text');
  }

  /** The value as text, with nothing in it that only CloudFormation knows. */
  literal(): string {
    const text = this.text();
    if (!isSymbolic(text)) return text;
    throw this.unexpected(text, 'a text that is known at synth');
  }

  /** The value as a number, also when the template quotes it. */
  number(): number {
    const text = this.text();
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value)) return value;
    throw this.unexpected(text, 'a number');
  }

  /** The value as a boolean, also when the template quotes it. */
  boolean(): boolean {
    const text = this.text();
    if (text === 'true' || text === 'false') return text === 'true';
    throw this.unexpected(text, 'true or false');
  }

  /** The members of a list. */
  items(): readonly Property[] {
    const list = Array.isArray(this.raw) ? this.raw : this.resolved();
    if (!Array.isArray(list)) throw this.unexpected(JSON.stringify(list), 'a list');
    return (list as readonly Json[]).map(
      (item, index) => new Property(this.resource, `${this.path}.${index}`, item),
    );
  }

  /** The members of an object. */
  entries(): readonly (readonly [string, Property])[] {
    const value = this.raw;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.unexpected(JSON.stringify(value), 'an object');
    }
    return Object.keys(value).map((key) => [key, this.get(key)] as const);
  }

  /** The resource this property refers to, if it is in the assembly. */
  tryTarget(): Resource | undefined {
    const symbol = tryParseSymbol(this.text());
    return symbol && this.resource.tryFind(symbol.stackId, symbol.logicalId);
  }

  /** The resource this property refers to, which must be of a given type. */
  target(type: string): Resource {
    const found = this.tryTarget();
    if (found?.type === type) return found;
    throw this.unexpected(found?.type ?? this.text(), `a reference to ${type}`);
  }

  /** An error that names this property as the culprit. */
  unexpected(got: string, allowed: string): TopologyError {
    const { stack, logicalId, type } = this.resource;
    const place = [`stack ${stack.id}`, `resource ${logicalId} (${type})`, this.path];
    return new TopologyError(
      'KAPOK_TOPOLOGY_TEMPLATE',
      `${place.filter((part) => part !== '').join(', ')}: the template declares what Kapok cannot read`,
      { got, allowed, fix: 'change the construct that makes this resource' },
    );
  }
}

/** One resource of a template. */
export class Resource {
  readonly type: string;
  readonly properties: Property;

  constructor(
    private readonly assembly: Assembly,
    readonly stack: AssemblyStack,
    readonly logicalId: string,
  ) {
    const resource = stack.template.Resources?.[logicalId];
    this.type = resource?.Type ?? 'none';
    this.properties = new Property(this, '', resource?.Properties ?? {});
  }

  /**
   * The resource, which must not hang on a condition: whether it will be there cannot be told.
   * @throws TopologyError when it does
   */
  unconditional(): this {
    const condition = this.stack.template.Resources?.[this.logicalId]?.Condition;
    if (condition === undefined) return this;
    throw this.properties.unexpected(`Condition ${condition}`, 'no Condition');
  }

  /** Unique in the assembly: `<stack>.<logical id>`. */
  get id(): string {
    return `${this.stack.id}.${this.logicalId}`;
  }

  /** The property at a path, if the template sets it. */
  tryGet(path: string): Property | undefined {
    return this.properties.tryGet(path);
  }

  /** The property at a path. */
  get(path: string): Property {
    return this.properties.get(path);
  }

  /** Another resource of the assembly. */
  tryFind(stackId: string, logicalId: string): Resource | undefined {
    const stack = this.assembly.stacks.find(({ id }) => id === stackId);
    if (stack?.template.Resources?.[logicalId] === undefined) return undefined;
    return new Resource(this.assembly, stack, logicalId);
  }

  /** The resources of a type in the same stack. */
  siblings(type: string): readonly Resource[] {
    return resourcesOf(this.assembly, type, this.stack);
  }

  /** The resources of a type in the same stack that refer to this one through a property. */
  referrers(type: string, path: string): readonly Resource[] {
    return this.siblings(type).filter(
      (candidate) => candidate.tryGet(path)?.tryTarget()?.id === this.id,
    );
  }

  /** Where a property of this resource stands, for the resolver. */
  place(path: string) {
    return { assembly: this.assembly, stack: this.stack, logicalId: this.logicalId, path };
  }
}

/** The resources of a type, in all stacks or in one. */
export function resourcesOf(
  assembly: Assembly,
  type: string,
  onlyStack?: AssemblyStack,
): readonly Resource[] {
  const stacks = onlyStack === undefined ? assembly.stacks : [onlyStack];
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources ?? {})
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId]) => new Resource(assembly, stack, logicalId)),
  );
}
