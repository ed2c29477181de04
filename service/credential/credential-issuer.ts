import { SignJWT } from 'jose';
import type { PersonKeys } from '../people/person-key';
import type { Decision } from '../rules/decision';
import type { LocalCalendar } from '../rules/local-calendar';
import { ALGORITHM, type IKeyRings } from './key-ring';

/** How long a phone need not ask again: 30 minutes. */
export const FRESH_SECONDS = 30 * 60;

/** How long a code can be shown when no region answers: 24 hours. */
export const VALID_SECONDS = 24 * 60 * 60;

/** Shortest life worth signing: claims count in seconds, and the answer has to travel. */
export const LEAST_SECONDS = 1;

/** What a `CredentialIssuer` needs. */
export interface CredentialIssuerOptions {
  readonly keyRings: IKeyRings;
  readonly personKeys: PersonKeys;
  readonly calendar: LocalCalendar;
  /** The `iss` claim. */
  readonly issuer: string;
}

/** Whose code is signed, for whom and when. */
export interface CredentialRequest {
  readonly personKey: string;
  readonly channel: string;
  readonly decision: Decision;
  readonly nowMs: number;
}

/** A signed code and its two limits, in seconds since the epoch as the claims have them. */
export interface Credential {
  /** Compact JWS. */
  readonly token: string;
  readonly issuedAt: number;
  readonly freshUntil: number;
  readonly validUntil: number;
}

/** Signs codes that verify without asking anyone. */
export class CredentialIssuer {
  constructor(private readonly options: CredentialIssuerOptions) {}

  /**
   * Signs a decision that `outlivesSigning`.
   *
   * Claims: iss, sub (pseudonym of the day), iat, exp (valid until), fresh, colour, rules, channel.
   */
  async issue({ personKey, channel, decision, nowMs }: CredentialRequest): Promise<Credential> {
    const { keyRings, personKeys, calendar, issuer } = this.options;
    const { kid, signingKey } = keyRings.ring;
    const { issuedAt, freshUntil, validUntil } = lifeOf(decision, nowMs);
    const token = await new SignJWT({
      iss: issuer,
      sub: personKeys.pseudonym(personKey, calendar.dateOf(nowMs)),
      iat: issuedAt,
      exp: validUntil,
      fresh: freshUntil,
      colour: decision.colour,
      rules: decision.ruleVersion,
      channel,
    })
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
      .sign(signingKey);
    return { token, issuedAt, freshUntil, validUntil };
  }
}

/** Whether a credential of this decision lives at least `LEAST_SECONDS`. */
export function outlivesSigning(decision: Decision, nowMs: number): boolean {
  return changeSecond(decision) * 1000 - nowMs >= LEAST_SECONDS * 1000;
}

/**
 * Never past the next change of colour, so that a phone without a network cannot show an old one.
 */
function lifeOf(decision: Decision, nowMs: number): Omit<Credential, 'token'> {
  const issuedAt = Math.floor(nowMs / 1000);
  const validUntil = Math.min(issuedAt + VALID_SECONDS, changeSecond(decision));
  return { issuedAt, validUntil, freshUntil: Math.min(issuedAt + FRESH_SECONDS, validUntil) };
}

/** The last whole second that is not past the change. */
function changeSecond({ nextChange }: Decision): number {
  return nextChange === undefined ? Infinity : Math.floor(nextChange.atMs / 1000);
}
