import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { CitizenCaller } from '../channels/channel-caller';
import type { RouteSpec } from '../http/route';
import type { Identity } from '../people/identity';
import type { PersonKeys } from '../people/person-key';
import { SHOW_CODE } from './code-specs';

/**
 * The person that the canaries of other regions ask for. The number is well-formed, so that the request
 * takes the whole way, and is nobody's: a county 0000 does not exist, nor does anyone born in 1850.
 */
export const CANARY_PERSON: Identity = { idType: '10', idNumber: '440000185001010004' };

const BODY = z.strictObject({
  idType: z.literal(CANARY_PERSON.idType),
  idNumber: z.literal(CANARY_PERSON.idNumber),
});

/** A caller without a token: gets the code of nobody, bound to no phone, and no member's. */
export interface CanaryCaller extends CitizenCaller {
  readonly isCanary: true;
}

/** What `canaryCaller` needs. */
export interface CanaryCallerOptions {
  readonly personKeys: PersonKeys;
  readonly config: { readonly channels: readonly string[] };
}

/**
 * Knows the canaries, which no channel gives a token: who has none and asks for nobody's code. What
 * they learn is that nobody has no records. All get one code of each channel: if a phone's key or a member
 * counted, anybody could make the service sign and read without end.
 */
export function canaryCaller({ personKeys, config }: CanaryCallerOptions) {
  const personKey = personKeys.personKey(CANARY_PERSON);
  return (request: FastifyRequest, spec: RouteSpec): CanaryCaller | undefined => {
    if (spec.id !== SHOW_CODE.id || request.headers.authorization !== undefined) return undefined;
    const { channel } = request.params as { readonly channel: string };
    if (!config.channels.includes(channel)) return undefined;
    if (!BODY.safeParse(request.body).success) return undefined;
    const expiresAtMs = Number.POSITIVE_INFINITY;
    return { scope: 'citizen', channel, personKey, expiresAtMs, isCanary: true };
  };
}
