import type { Fleet } from '../config';
import type { RouteSpec } from '../http/route';
import {
  CITIZEN_HEADERS,
  COMMON_HEADERS,
  ERROR_SCHEMA,
  RETRY_AFTER,
  SECURITY_SCHEMES,
  SHED_PANEL_SCHEMA,
} from './components';
import { description, TAGS } from './description';
import { type Json, openApiPath, operationOf } from './operation';

/** Version of the interface, by semantic versioning: what is added makes no other major one. */
export const API_VERSION = '1.0.0';

/** What a document is about. */
export interface DocumentOptions {
  readonly fleet: Fleet;
  /** Address at which the citizen fleet is reached. */
  readonly issuer: string;
  readonly specs: readonly RouteSpec[];
}

/** The API reference of a fleet (OpenAPI 3.1), made of its routes and nothing else. */
export function openApiDocument({ fleet, issuer, specs }: DocumentOptions): Json {
  const paths: Record<string, Json> = {};
  for (const spec of specs) {
    const path = openApiPath(spec.path);
    paths[path] = { ...paths[path], [spec.method.toLowerCase()]: operationOf(spec, fleet) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: fleet === 'citizen' ? 'Kapok health code' : 'Kapok records',
      version: API_VERSION,
      description: description(fleet),
    },
    // Partners reach their fleet under a name of its own, which only the plan knows.
    servers: fleet === 'citizen' ? [{ url: issuer }] : [{ url: '/' }],
    tags: TAGS.filter(({ name }) => isUsed(name, paths)).map(({ name, description: text }) => ({
      name,
      description: text,
    })),
    paths,
    components: {
      schemas: { Error: ERROR_SCHEMA, ShedPanel: SHED_PANEL_SCHEMA },
      headers: { ...COMMON_HEADERS, ...CITIZEN_HEADERS, 'retry-after': RETRY_AFTER },
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

function isUsed(tag: string, paths: Readonly<Record<string, Json>>): boolean {
  const operations = Object.values(paths).flatMap((item) => Object.values(item) as Json[]);
  return operations.some(({ tags }) => (tags as string[]).includes(tag));
}
