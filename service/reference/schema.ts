import * as z from 'zod';

/** A JSON Schema, or any other part of the document. */
export type Json = Record<string, unknown>;

const SECONDS = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?';

/** How times are written by those who ask. */
const TIME_SENT = {
  format: 'date-time',
  pattern: `${SECONDS}(Z|[+-]\\d\\d:\\d\\d)$`,
  description: 'ISO 8601 with its offset from UTC: `2022-01-10T08:30:00+08:00`',
} as const;

/** And by the service. */
const TIME_TOLD = {
  format: 'date-time',
  pattern: `${SECONDS}Z$`,
  description: 'ISO 8601 in UTC: `2022-01-10T00:30:00.000Z`',
} as const;

/** What of a definition of the validator says that it is of a time, anywhere in a chain of steps. */
interface Definition {
  readonly type?: string;
  readonly format?: string;
  readonly offset?: boolean;
  readonly in?: { readonly _zod: { readonly def: Definition } };
  readonly out?: { readonly _zod: { readonly def: Definition } };
}

/** A schema of ours as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // A time that is checked in steps would else be any text, and its pattern a page long.
    override: ({ zodSchema, jsonSchema }) => {
      const time = tryTime(zodSchema._zod.def as Definition);
      if (time === undefined) return;
      const { description, ...form } = time.offset === true ? TIME_SENT : TIME_TOLD;
      Object.assign(jsonSchema, { ...form, description: jsonSchema.description ?? description });
    },
  });
  return rest;
}

function tryTime(definition: Definition): Definition | undefined {
  const { type, format, in: before, out: after } = definition;
  if (type === 'string') return format === 'datetime' ? definition : undefined;
  if (type !== 'pipe') return undefined;
  return [before, after].flatMap((one) => tryOf(one) ?? [])[0];
}

function tryOf(step: Definition['in']): Definition | undefined {
  return step && tryTime(step._zod.def);
}
