import type { Chance } from './chance';
import type { Corpus } from './corpus';
import type { FuzzPeople } from './people';

/** The part of JSON Schema that the routes' schemas become. */
export interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
}

/** What values are made of. */
export interface ValueSources {
  readonly chance: Chance;
  readonly corpus: Corpus;
  readonly people: FuzzPeople;
  readonly now: () => number;
}

/** Fields of answers whose values are sent back under another name. */
const ANSWERED_AS: Readonly<Record<string, string>> = {
  member: 'members.id',
  qr: 'credential',
  paper: 'paper',
  batch: 'batchId',
  corrects: 'fact',
  file: 'file',
};

/** How many answered values of a name are remembered: old ones expire. */
const REMEMBERED = 40;

/** Districts of risk areas and others. */
const AREAS = ['440303', '440106', '610113', '410102', '110105'] as const;

/** Times of these say when something began, others when it was over or told. */
const BEGINNINGS = new Set(['sampledAt', 'enteredAt', 'from', 'vaccinatedAt']);

const HOUR_MS = 3_600_000;

/** Values that a schema lets pass, and that mean something to the code behind it. */
export class SchemaValues {
  private readonly answered = new Map<string, string[]>();

  constructor(private readonly sources: ValueSources) {}

  /** Remembers the values of an answer, so that they are sent back later. */
  learn(answer: unknown, of = ''): void {
    if (typeof answer !== 'object' || answer === null) return;
    for (const [name, value] of Object.entries(answer)) {
      if (typeof value === 'string') {
        this.remember(name, value);
        this.remember(`${of}.${name}`, value);
      } else this.learn(value, Array.isArray(answer) ? of : name);
    }
  }

  /** Remembers a value under a name. */
  remember(name: string, value: string): void {
    const values = this.answered.get(name) ?? [];
    this.answered.set(name, values);
    if (!values.includes(value)) values.push(value);
    if (values.length > REMEMBERED) values.shift();
  }

  /** Forgets the values of a name: what they name is gone. */
  forget(name: string): void {
    this.answered.delete(name);
  }

  /** A value of a schema; `name` is that of its field. */
  value(schema: JsonSchema, name = ''): unknown {
    const { chance } = this.sources;
    const meant = this.tryMeant(name);
    if (meant !== undefined) return meant;
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return chance.pick(schema.enum);
    if (schema.anyOf !== undefined) return this.value(chance.pick(schema.anyOf), name);
    switch (schema.type) {
      case 'object':
        return this.object(schema);
      case 'array':
        return this.array(schema, name);
      case 'boolean':
        return chance.happens(0.5);
      case 'integer':
      case 'number':
        return this.number(schema);
      default:
        return this.text(schema);
    }
  }

  private tryMeant(name: string): unknown {
    const { chance, people } = this.sources;
    const known = this.answered.get(ANSWERED_AS[name] ?? '');
    if (known !== undefined) return chance.pick(known);
    if (name === '*') return chance.pick(this.answered.get('*') ?? ['none.js']);
    if (name === 'idNumber') return people.person().idNumber;
    if (name === 'idType') return chance.happens(0.9) ? '10' : '20';
    if (name === 'areaCode') return chance.pick(AREAS);
    if (name === 'recordId') return `r${chance.below(100_000)}`;
    if (name === 'region') return chance.pick(['ap-southeast-1', 'region-b', 'nowhere']);
    if (/At$|^from$|^until$/.test(name)) return this.time(name);
    return undefined;
  }

  private time(name: string): string {
    const { chance, now } = this.sources;
    const began = BEGINNINGS.has(name);
    const hoursAgo = began ? 2 + chance.below(300) : chance.next() * 1.5;
    return new Date(now() - hoursAgo * HOUR_MS).toISOString();
  }

  private object({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> {
    const sent = Object.entries(properties).filter(
      ([name]) => required.includes(name) || this.sources.chance.happens(0.5),
    );
    return Object.fromEntries(sent.map(([name, schema]) => [name, this.value(schema, name)]));
  }

  private array({ items = {}, minItems = 0, maxItems = 6 }: JsonSchema, name: string): unknown[] {
    const { chance } = this.sources;
    const length = Math.min(maxItems, minItems + chance.below(chance.happens(0.1) ? 12 : 3));
    return Array.from({ length }, () => this.value(items, name));
  }

  private number({ type, minimum = 0, maximum = 100 }: JsonSchema): number {
    const value = minimum + this.sources.chance.next() * (maximum - minimum);
    return type === 'integer' ? Math.round(value) : value;
  }

  private text({ pattern, maxLength = 30 }: JsonSchema): string {
    const { chance, corpus } = this.sources;
    if (pattern !== undefined) return corpus.of(pattern);
    return 'Guangzhou 1 北京'.slice(0, 1 + chance.below(Math.min(maxLength, 14)));
  }
}
