import * as z from 'zod';
import type { Fleet } from '../config';
import { ERRORS, type ErrorCode } from '../errors/error-codes';
import type { RouteSpec } from '../http/route';
import { bodyLimitOf } from '../http/routes';
import { CITIZEN_HEADERS, COMMON_HEADERS, errorExample } from './components';
import { TAGS } from './description';
import { errorsOfRoute } from './errors-of-route';

/** A JSON Schema, or any other part of the document. */
export type Json = Record<string, unknown>;

/** One operation of the document (OpenAPI 3.1, 4.8.10). */
export function operationOf(spec: RouteSpec, fleet: Fleet): Json {
  const { id, summary, body, priority } = spec;
  const security = securityOf(spec);
  return {
    operationId: id,
    summary,
    tags: [tagOf(spec.path)],
    'x-kapok-priority': priority,
    security,
    parameters: [
      ...parametersOf(spec.params, 'path', pathNames(spec.path)),
      ...parametersOf(spec.query, 'query', []),
    ],
    ...(body && {
      requestBody: {
        required: true,
        description: `${bodyLimitOf(spec)} bytes at most`,
        content: { 'application/json': { schema: schemaOf(body, 'input') } },
      },
    }),
    responses: responsesOf(spec, fleet),
  };
}

/** The path as OpenAPI writes it. */
export function openApiPath(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}').replace(/\*/g, '{path}');
}

/** A schema of ours as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function securityOf({ caller }: RouteSpec): Json[] {
  switch (caller) {
    case 'anyone':
      return [];
    case 'source':
    case 'supervisor':
      return [{ signature: [caller], signatureInput: [] }];
    default:
      return [{ channelToken: [caller] }];
  }
}

function tagOf(path: string): string {
  return (TAGS.find(({ paths }) => paths.test(path)) as (typeof TAGS)[number]).name;
}

function pathNames(path: string): string[] {
  return [...openApiPath(path).matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
}

function parametersOf(
  schema: z.ZodType | undefined,
  where: 'path' | 'query',
  names: readonly string[],
): Json[] {
  const { properties = {}, required = [] } = (
    schema === undefined ? {} : schemaOf(schema, 'input')
  ) as { properties?: Record<string, Json>; required?: string[] };
  const all = where === 'path' ? names : Object.keys(properties);
  return all.map((name) => {
    // What a `*` of the path matches is called so by the framework.
    const { description, ...rest } = properties[name] ?? properties['*'] ?? { type: 'string' };
    const isRequired = where === 'path' || required.includes(name);
    return {
      ...{ name, in: where, required: isRequired, schema: rest },
      ...(description !== undefined && { description }),
    };
  });
}

function responsesOf(spec: RouteSpec, fleet: Fleet): Json {
  const headers = headersOf(fleet);
  const type = spec.answerType ?? 'application/json';
  const schema = schemaOf(spec.answer, 'output');
  const responses: Json = {
    '200': { description: spec.summary, headers, content: { [type]: { schema } } },
  };
  for (const [status, codes] of byStatus(errorsOfRoute(spec))) {
    responses[status] = errorResponse(status, codes, headers);
  }
  return responses;
}

function headersOf(fleet: Fleet): Json {
  const names = Object.keys({ ...COMMON_HEADERS, ...(fleet === 'citizen' && CITIZEN_HEADERS) });
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function byStatus(codes: readonly ErrorCode[]): Map<string, ErrorCode[]> {
  const groups = new Map<string, ErrorCode[]>();
  for (const code of codes) {
    const status = String(ERRORS[code].status);
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}

/** Statuses that say when to ask again. */
const PASSING = new Set(['429', '503']);

function errorResponse(status: string, codes: readonly ErrorCode[], headers: Json): Json {
  const retry = { 'retry-after': { $ref: '#/components/headers/retry-after' } };
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].means}`).join('; '),
    headers: PASSING.has(status) ? { ...headers, ...retry } : headers,
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Error' },
        examples: Object.fromEntries(codes.map((code) => [code, errorExample(code)])),
      },
    },
  };
}
