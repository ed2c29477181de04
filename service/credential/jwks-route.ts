import type { FastifyInstance } from 'fastify';
import { JSON_TYPE } from '../errors/error-responses';
import type { IKeyRings } from './key-ring';

/** Where verifiers find the public keys. */
export const JWKS_PATH = '/.well-known/jwks.json';

/** How long a verifier keeps the keys: the least time between a key's first answer and its first use. */
export const JWKS_MAX_AGE_SECONDS = 300;

/** Publishes the keys that codes verify with. */
export function registerJwks(app: FastifyInstance, keyRings: IKeyRings): void {
  app.get(JWKS_PATH, (_request, reply) => {
    reply
      .header('content-type', JSON_TYPE)
      .header('cache-control', `public, max-age=${JWKS_MAX_AGE_SECONDS}`)
      .send(keyRings.ring.jwks);
  });
}
