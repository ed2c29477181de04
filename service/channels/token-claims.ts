import * as z from 'zod';
import { SCOPES } from './channel-caller';
import { expiredToken, invalidToken } from './token-errors';

/** Longest life of a token: a stolen one is of use for no longer. */
export const TOKEN_LIFE_SECONDS = 15 * 60;

/** How far a channel's clock may be from ours. */
export const TOKEN_SKEW_SECONDS = 60;

/** Longest subject: an ID type and number, or a channel's name of a place or a member of staff. */
export const SUBJECT_LENGTH = 128;

/** Longest name of a person, before it is masked. */
export const NAME_LENGTH = 64;

const CLAIMS = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  sub: z.string().min(1).max(SUBJECT_LENGTH),
  scope: z.enum(SCOPES),
  name: z.string().max(NAME_LENGTH).optional(),
  iat: z.number().int(),
  exp: z.number().int(),
  nbf: z.number().optional(),
});

/** What a channel's token says. */
export type TokenClaims = z.infer<typeof CLAIMS>;

/** Until when a token is taken: a channel whose clock is slow must not be locked out. */
export function takenUntilMs({ exp }: TokenClaims): number {
  return (exp + TOKEN_SKEW_SECONDS) * 1000;
}

/**
 * The claims that hold now (RFC 7519), of a token whose signature was found right.
 * @throws ServiceError `KAPOK_TOKEN_INVALID` or `KAPOK_TOKEN_EXPIRED`
 */
export function requireClaims(payload: unknown, audience: string, nowMs: number): TokenClaims {
  const { data } = CLAIMS.safeParse(payload);
  if (data === undefined) throw invalidToken('the token lacks claims, or they are of wrong types');
  const { aud, iat, exp, nbf = iat } = data;
  if (![aud].flat().includes(audience)) throw invalidToken('the token is for another service');
  if (exp - iat > TOKEN_LIFE_SECONDS) {
    throw expiredToken('the token lives longer than tokens may', TOKEN_LIFE_SECONDS);
  }
  if (takenUntilMs(data) <= nowMs) {
    throw expiredToken('the token has expired', TOKEN_LIFE_SECONDS);
  }
  if (Math.max(iat, nbf) * 1000 > nowMs + TOKEN_SKEW_SECONDS * 1000) {
    throw invalidToken("the token does not hold yet: the channel's clock is ahead of ours");
  }
  return data;
}
