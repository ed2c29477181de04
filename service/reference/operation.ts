import type * as z from 'zod';
import type { Fleet } from '../config';
import { ERRORS, type ErrorCode } from '../errors/error-codes';
import type { RouteSpec } from '../http/route';
import { bodyLimitOf } from '../http/routes';
import { CITIZEN_HEADERS, COMMON_HEADERS, errorExample } from './components';
import { TAGS } from './description';
import { errorsOfRoute } from './errors-of-route';
import { CONDITION_PARAMETER, DIGEST_PARAMETER, REQUEST_ID_PARAMETER } from './header-parameters';
import { type Json, schemaOf } from './schema';

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
      ...headerParametersOf(spec),
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

function headerParametersOf(spec: RouteSpec): Json[] {
  return [
    ...parametersOf(spec.headers, 'header', []),
    ...(spec.isConditional ? [CONDITION_PARAMETER] : []),
    ...(isSigned(spec) && spec.body !== undefined ? [DIGEST_PARAMETER] : []),
    REQUEST_ID_PARAMETER,
  ];
}

function isSigned({ caller }: RouteSpec): boolean {
  return caller === 'source' || caller === 'supervisor';
}

function parametersOf(
  schema: z.ZodType | undefined,
  where: 'path' | 'query' | 'header',
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
  const own = [...(spec.answerHeaders ?? []), ...(spec.isConditional ? VALIDATORS : [])];
  const answered = { ...headers, ...references(own) };
  const type = spec.answerType ?? 'application/json';
  const schema = schemaOf(spec.answer, 'output');
  const responses: Json = {
    '200': { description: spec.summary, headers: answered, content: { [type]: { schema } } },
  };
  if (spec.isConditional) {
    const description = 'Nothing has changed since the answer with this `etag`; there is no body.';
    responses['304'] = { description, headers: answered };
  }
  for (const [status, codes] of byStatus(errorsOfRoute(spec))) {
    responses[status] = errorResponse(status, codes, headers);
  }
  return responses;
}

function headersOf(fleet: Fleet): Json {
  const names = Object.keys({ ...COMMON_HEADERS, ...(fleet === 'citizen' && CITIZEN_HEADERS) });
  return references(names);
}

function references(names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** By which a reader of something that seldom changes knows whether it has. */
const VALIDATORS = ['etag', 'cache-control'];

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
  const retry = references(['retry-after']);
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
