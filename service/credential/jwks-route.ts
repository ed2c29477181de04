import { createHash } from 'node:crypto';
import * as z from 'zod';
import { JSON_TYPE } from '../errors/error-responses';
import type { Routes } from '../http/routes';
import type { IKeyRings } from './key-ring';
import { type PublishedDocument, sendDocument } from './published-document';

/** Where verifiers find the public keys. */
export const JWKS_PATH = '/.well-known/jwks.json';

/** How long a verifier keeps the keys: the least time between a key's first answer and its first use. */
export const JWKS_MAX_AGE_SECONDS = 300;

const PUBLISHED_KEY = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string(),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
});

/** `GET /.well-known/jwks.json`. */
export const JWKS_ROUTE = {
  method: 'GET',
  path: JWKS_PATH,
  id: 'listKeys',
  summary: 'The public keys that codes and the revocation list verify with, as a JSON Web Key set.',
  priority: 'verify',
  caller: 'anyone',
  isConditional: true,
  answer: z.object({ keys: z.array(PUBLISHED_KEY) }),
  errors: [],
} as const;

/** Publishes the keys that codes verify with. */
export function addJwks<Caller>(routes: Routes<Caller>, keyRings: IKeyRings): void {
  let jwks = '';
  let document: PublishedDocument = { body: Buffer.of(), etag: '' };
  routes.add(JWKS_ROUTE, ({ request }, reply) => {
    // Rings are read again and again; their keys change every thirty days.
    if (keyRings.ring.jwks !== jwks) {
      jwks = keyRings.ring.jwks;
      document = { body: Buffer.from(jwks), etag: `"${digest(jwks)}"` };
    }
    const as = { type: JSON_TYPE, maxAgeSeconds: JWKS_MAX_AGE_SECONDS };
    return sendDocument(request, reply, document, as);
  });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
