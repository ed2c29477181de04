import type { Fleet } from '../config';
import type { RouteSpec } from '../http/route';
import {
  ANSWER_HEADERS,
  CITIZEN_HEADERS,
  COMMON_HEADERS,
  ERROR_SCHEMA,
  SHED_PANEL_SCHEMA,
  securitySchemesOf,
} from './components';
import { description, TAGS } from './description';
import { openApiPath, operationOf } from './operation';
import type { Json } from './schema';

/** Version of the interface, by semantic versioning: what is added makes no other major one. */
export const API_VERSION = '1.0.0';

/** What a document is about. */
export interface DocumentOptions {
  readonly fleet: Fleet;
  /** Address at which the citizen fleet is reached. */
  readonly issuer: string;
  /** Host under which partners reach theirs. */
  readonly partnerName: string;
  readonly specs: readonly RouteSpec[];
}

/** The API reference of a fleet (OpenAPI 3.1), made of its routes and nothing else. */
export function openApiDocument({ fleet, issuer, partnerName, specs }: DocumentOptions): Json {
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
      description: description(fleet, issuer),
    },
    servers: [{ url: fleet === 'citizen' ? issuer : `https://${partnerName}` }],
    tags: TAGS.filter(({ name }) => isUsed(name, paths)).map(({ name, description: text }) => ({
      name,
      description: text,
    })),
    paths,
    components: {
      schemas: { Error: ERROR_SCHEMA, ShedPanel: SHED_PANEL_SCHEMA },
      headers: {
        ...COMMON_HEADERS,
        ...(fleet === 'citizen' && CITIZEN_HEADERS),
        ...ANSWER_HEADERS,
      },
      securitySchemes: securitySchemesOf(fleet),
    },
  };
}

function isUsed(tag: string, paths: Readonly<Record<string, Json>>): boolean {
  const operations = Object.values(paths).flatMap((item) => Object.values(item) as Json[]);
  return operations.some(({ tags }) => (tags as string[]).includes(tag));
}
