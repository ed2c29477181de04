import type { FastifyInstance } from 'fastify';
import { JSON_TYPE } from '../errors/error-responses';

/** Where verifiers find the public keys. */
export const JWKS_PATH = '/.well-known/jwks.json';

/** How long a verifier keeps the keys, which bounds how early a new key must be published. */
export const JWKS_MAX_AGE_SECONDS = 300;

/** Publishes the keys that codes verify with. */
export function registerJwks(app: FastifyInstance, jwks: string): void {
  app.get(JWKS_PATH, (_request, reply) => {
    reply
      .header('content-type', JSON_TYPE)
      .header('cache-control', `public, max-age=${JWKS_MAX_AGE_SECONDS}`)
      .send(jwks);
  });
}
