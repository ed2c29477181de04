import * as z from 'zod';
import { sendDocument } from '../credential/published-document';
import { ServiceError } from '../errors/service-error';
import type { Routes } from '../http/routes';
import { JWT_TYPE, type RevocationList } from './revocation-list';

/** Where verifiers find who is revoked. */
export const REVOCATIONS_PATH = '/.well-known/revocations';

/** How long a verifier, or a cache on the way to it, keeps the list. */
export const REVOCATIONS_MAX_AGE_SECONDS = 60;

/** Least wait before a list that was never read is asked for again. */
export const REVOCATIONS_RETRY_SECONDS = 5;

/** `GET /.well-known/revocations`. */
export const REVOCATIONS_ROUTE = {
  method: 'GET',
  path: REVOCATIONS_PATH,
  id: 'listRevocations',
  summary:
    'The signed list of codes that no longer hold: a compact JWS of type kapok-revocations+jwt with iat, exp and entries of 9 bytes.',
  priority: 'verify',
  caller: 'anyone',
  isConditional: true,
  answer: z.string(),
  answerType: JWT_TYPE,
  errors: ['KAPOK_STORE_UNAVAILABLE'],
} as const;

/** What the route needs. */
export interface RevocationRouteOptions {
  readonly list: Pick<RevocationList, 'held'>;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Publishes who is revoked; a list that cannot be read again is still sent, and its `exp` tells. */
export function addRevocations<Caller>(
  routes: Routes<Caller>,
  { list, random }: RevocationRouteOptions,
): void {
  routes.add(REVOCATIONS_ROUTE, ({ request }, reply) => {
    // An empty list would say that nobody is revoked.
    if (list.held === undefined) throw neverRead(random);
    const as = { type: JWT_TYPE, maxAgeSeconds: REVOCATIONS_MAX_AGE_SECONDS };
    return sendDocument(request, reply, list.held.document, as);
  });
}

function neverRead(random: () => number): ServiceError {
  return new ServiceError('KAPOK_STORE_UNAVAILABLE', 'the revocations were not read yet', {
    fix: 'ask again after retry-after; codes verify without the list',
    retryAfterSec: Math.ceil(REVOCATIONS_RETRY_SECONDS * (1 + random())),
  });
}
