import * as z from 'zod';
import type { Routes } from '../http/routes';
import type { IKeyRegister } from '../keys/key-register';
import { CHANNEL_PARAMS } from './channel-params';
import { CHANNEL_TOKEN_TYPE } from './channel-tokens';
import { TOKEN_LIFE_SECONDS } from './token-claims';

const PUBLIC_KEY = z.object({
  kty: z.string(),
  crv: z.string(),
  x: z.string(),
  y: z.string().optional(),
});

/** Interface 4: what a channel that applied to call the code is registered with. */
export const REGISTRATION_ROUTE = {
  method: 'GET',
  path: '/channels/:channel/registration',
  id: 'queryRegistration',
  summary:
    'What the service knows of a channel: which public keys its tokens may be signed with, and for whom.',
  priority: 'rest',
  caller: 'anyone',
  params: CHANNEL_PARAMS,
  answer: z.object({
    channel: z.string(),
    tokens: z.object({
      type: z.literal(CHANNEL_TOKEN_TYPE),
      audience: z.string().describe('The `aud` that tokens must have'),
      longestLifeSeconds: z.literal(TOKEN_LIFE_SECONDS),
    }),
    keys: z.array(
      z.object({
        kid: z.string(),
        alg: z.enum(['ES256', 'EdDSA']),
        scopes: z.array(z.string()),
        jwk: PUBLIC_KEY,
      }),
    ),
  }),
  errors: [],
} as const;

/** What the route of the registration needs. */
export interface RegistrationRouteOptions {
  readonly routes: Pick<Routes<unknown>, 'add'>;
  readonly register: () => IKeyRegister;
  /** The `aud` that tokens must have. */
  readonly audience: string;
}

/** Tells a channel what it is registered with, so that it need not guess why a token is refused. */
export function addRegistration({ routes, register, audience }: RegistrationRouteOptions): void {
  const tokens = {
    type: CHANNEL_TOKEN_TYPE,
    audience,
    longestLifeSeconds: TOKEN_LIFE_SECONDS,
  };
  routes.add(REGISTRATION_ROUTE, ({ params: { channel } }) => ({
    channel,
    tokens,
    keys: register()
      .all()
      .flatMap(({ kid, algorithm, key, owner }) => {
        if (owner.role !== 'channel' || owner.channel !== channel) return [];
        const { kty, crv, x, y } = key.export({ format: 'jwk' });
        // Member by member, so that nothing private passes by default.
        return { kid, alg: algorithm, scopes: owner.scopes, jwk: { kty, crv, x, y } };
      }),
  }));
}
