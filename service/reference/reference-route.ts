import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { ServiceConfig } from '../config';
import { JSON_TYPE } from '../errors/error-responses';
import type { RouteSpec } from '../http/route';
import type { Routes } from '../http/routes';
import { authoritiesOf } from '../signatures/authorities';
import { openApiDocument } from './document';
import { FIXED_SPECS } from './fixed-specs';

/** How long a reader keeps the document; it changes with a release only. */
export const REFERENCE_MAX_AGE_SECONDS = 300;

/** `GET /openapi.json`. */
export const REFERENCE_ROUTE = {
  method: 'GET',
  path: '/openapi.json',
  id: 'readReference',
  summary: 'This document.',
  priority: 'rest',
  caller: 'anyone',
  isConditional: true,
  answer: z.looseObject({
    openapi: z.literal('3.1.0'),
    info: z.looseObject({ title: z.string(), version: z.string() }),
    paths: z.record(z.string(), z.unknown()),
  }),
  errors: [],
} as const;

/** What the route of the reference needs. */
export interface ReferenceOptions {
  readonly app: FastifyInstance;
  readonly routes: Pick<Routes<unknown>, 'add' | 'specs'>;
  readonly config: Pick<ServiceConfig, 'fleet' | 'issuer' | 'originName'>;
}

/** Serves the API reference, written once before the process listens. */
export function addReference({ app, routes, config }: ReferenceOptions): void {
  let body = Buffer.of();
  let etag = '';
  app.addHook('onReady', async () => {
    const specs = documentedSpecs(app, routes.specs);
    const [partnerName = ''] = authoritiesOf(config);
    const document = openApiDocument({ ...config, partnerName, specs });
    body = Buffer.from(JSON.stringify(document));
    etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  });
  routes.add(REFERENCE_ROUTE, ({ request }, reply) => {
    reply
      .header('etag', etag)
      .header('cache-control', `public, max-age=${REFERENCE_MAX_AGE_SECONDS}`);
    if (request.headers['if-none-match'] === etag) reply.code(304).send();
    else reply.header('content-type', JSON_TYPE).send(body);
  });
}

/** Every route with a spec, and those outside that this server has. */
export function documentedSpecs(
  app: Pick<FastifyInstance, 'hasRoute'>,
  specs: readonly RouteSpec[],
): readonly RouteSpec[] {
  const outside = FIXED_SPECS.filter(
    ({ path, method }) =>
      app.hasRoute({ url: path, method }) && !specs.some((spec) => spec.path === path),
  );
  return [...specs, ...outside];
}
