import { KeyObject, sign } from 'node:crypto';
import { maskedName } from '../people/masked-name';
import type { PersonKeys } from '../people/person-key';
import type { Decision } from '../rules/decision';
import type { LocalCalendar } from '../rules/local-calendar';
import { ALGORITHM, type IKeyRings, type KeyRing } from './key-ring';

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
  /** As of when it is: what a revocation of that second or a later one makes void. */
  readonly nowMs: number;
  /** Masked once more before it is signed. */
  readonly name?: string | undefined;
  /** Public key of the phone that will show it, a `DeviceKey`. */
  readonly device?: string | undefined;
}

/** A signed code and its two limits, in seconds since the epoch as the claims have them. */
export interface Credential {
  /** Compact JWS. */
  readonly token: string;
  readonly issuedAt: number;
  readonly freshUntil: number;
  readonly validUntil: number;
}

/** A credential with whom it is of. */
export interface IssuedCredential extends Credential {
  /** The `sub` claim. */
  readonly pseudonym: string;
}

type Life = Omit<Credential, 'token'>;

/** What all credentials of one key ring share. */
interface Signer {
  readonly ring: KeyRing;
  readonly key: { readonly key: KeyObject; readonly dsaEncoding: 'ieee-p1363' };
  /** First segment of the token, with its dot. */
  readonly header: string;
}

/** Signs codes that verify without asking anyone. */
export class CredentialIssuer {
  private held: Signer | undefined;

  constructor(private readonly options: CredentialIssuerOptions) {}

  /**
   * Signs a decision that `outlivesSigning`.
   *
   * Claims: iss, sub (pseudonym of the day), iat, exp (valid until), fresh, colour, rules, channel,
   * name (masked), cnf (`dev`, the key of the phone).
   */
  issue(request: CredentialRequest): IssuedCredential {
    const life = lifeOf(request.decision, request.nowMs);
    const { key, header } = this.signer();
    const pseudonym = this.pseudonymOf(request);
    const claims = JSON.stringify(this.claimsOf(request, pseudonym, life));
    const signed = header + Buffer.from(claims).toString('base64url');
    // In this thread: it takes 34 us, and 80 us by way of another one (node 20).
    const signature = sign('sha256', Buffer.from(signed, 'latin1'), key);
    return { token: `${signed}.${signature.toString('base64url')}`, pseudonym, ...life };
  }

  private pseudonymOf({ personKey, nowMs }: CredentialRequest): string {
    const { personKeys, calendar } = this.options;
    return personKeys.pseudonym(personKey, calendar.dateOf(nowMs));
  }

  private claimsOf(request: CredentialRequest, pseudonym: string, life: Life) {
    const { channel, decision, name, device } = request;
    return {
      iss: this.options.issuer,
      sub: pseudonym,
      iat: life.issuedAt,
      exp: life.validUntil,
      fresh: life.freshUntil,
      colour: decision.colour,
      rules: decision.ruleVersion,
      channel,
      name: name === undefined ? undefined : maskedName(name),
      cnf: device === undefined ? undefined : { dev: device },
    };
  }

  /** Of the keys of the moment, made once for each of them. */
  private signer(): Signer {
    const { ring } = this.options.keyRings;
    if (this.held?.ring !== ring) {
      const header = JSON.stringify({ alg: ALGORITHM, kid: ring.kid, typ: 'JWT' });
      this.held = {
        ring,
        // The two numbers side by side, as JOSE writes them, and not in ASN.1.
        key: { key: KeyObject.from(ring.signingKey), dsaEncoding: 'ieee-p1363' },
        header: `${Buffer.from(header).toString('base64url')}.`,
      };
    }
    return this.held;
  }
}

/** Whether a credential of this decision lives at least `LEAST_SECONDS`. */
export function outlivesSigning(decision: Decision, nowMs: number): boolean {
  return changeSecond(decision) * 1000 - nowMs >= LEAST_SECONDS * 1000;
}

/**
 * Never past the next change of colour, so that a phone without a network cannot show an old one.
 */
function lifeOf(decision: Decision, nowMs: number): Life {
  const issuedAt = Math.floor(nowMs / 1000);
  const validUntil = Math.min(issuedAt + VALID_SECONDS, changeSecond(decision));
  return { issuedAt, validUntil, freshUntil: Math.min(issuedAt + FRESH_SECONDS, validUntil) };
}

/** The last whole second that is not past the change. */
function changeSecond({ nextChange }: Decision): number {
  return nextChange === undefined ? Infinity : Math.floor(nextChange.atMs / 1000);
}
