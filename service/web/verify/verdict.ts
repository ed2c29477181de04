import type { Claims, Colour } from './claims';
import { EPOCH_TOLERANCE, epochOf } from './epoch';

/**
 * How far ahead of the verifier's clock a credential may be issued. Expiry gets no such grace: an
 * expired colour may have changed.
 */
export const CLOCK_SKEW_SECONDS = 60;

/** States in which nothing of a code is proved. */
export type UnprovedState = 'malformed' | 'unknown-key' | 'bad-signature' | 'other-issuer';

/** States of a code that we signed and that does not hold here and now. */
export type RefusedState =
  | 'not-yet'
  | 'expired'
  | 'revoked'
  /** Bound to a phone, and shown without that phone's proof. */
  | 'unbound'
  /** The proof is of another phone. */
  | 'bad-proof'
  /** The proof is right and of another time. */
  | 'old-picture';

/** What whoever verifies should know besides. */
export type Warning =
  /** Nothing ties the code to a phone: a picture of it passes as well. */
  | 'not-bound'
  /** The colour is older than phones usually let it become. */
  | 'not-fresh'
  | 'clock-ahead'
  | 'keys-old'
  | 'revocations-old'
  | 'revocations-missing'
  /** The same picture was shown at another place. */
  | 'replayed'
  /** A code that is bound to no phone was shown at another place moments ago. */
  | 'seen-elsewhere'
  | 'replay-unchecked';

/** What a verifier gets to know, and never more; times are ISO 8601. */
export type Verdict =
  | { readonly state: UnprovedState; readonly warnings: readonly Warning[] }
  | {
      readonly state: RefusedState;
      readonly asOf: string;
      readonly validUntil: string;
      readonly warnings: readonly Warning[];
    }
  | {
      readonly state: 'valid';
      readonly colour: Colour;
      /** Masked. */
      readonly name?: string;
      readonly asOf: string;
      readonly freshUntil: string;
      readonly validUntil: string;
      readonly warnings: readonly Warning[];
    };

/** What was found out about a credential whose signature is ours. */
export interface Findings {
  readonly claims: Claims;
  /** When the picture was drawn, and whether the phone that the credential names proved it. */
  readonly picture?: { readonly epoch: number; readonly proved: boolean };
  /** The second up to which credentials of this pseudonym are revoked. */
  readonly revokedUpToSec: number | undefined;
}

/** Where and when it is judged. */
export interface Judge {
  readonly nowMs: number;
  readonly issuer: string;
  /** @default CLOCK_SKEW_SECONDS */
  readonly skewSeconds?: number;
}

/** Judges a credential; a refusal tells no colour, since one beside it would be let through. */
export function judged(findings: Findings, judge: Judge): Verdict {
  const { claims } = findings;
  if (claims.iss !== judge.issuer) return unproved('other-issuer');
  const state = refusal(findings, judge);
  const times = { asOf: isoOf(claims.iat), validUntil: isoOf(claims.exp) };
  if (state !== undefined) return { state, ...times, warnings: [] };
  const { colour, name, fresh } = claims;
  const view = { ...times, freshUntil: isoOf(fresh), warnings: warningsOf(findings, judge) };
  return { state: 'valid', colour, ...(name !== undefined && { name }), ...view };
}

/** The verdict on what is not known to be ours. */
export function unproved(state: UnprovedState): Verdict {
  return { state, warnings: [] };
}

function refusal(findings: Findings, judge: Judge): RefusedState | undefined {
  const { claims, picture, revokedUpToSec = -1 } = findings;
  const { nowMs, skewSeconds = CLOCK_SKEW_SECONDS } = judge;
  if (claims.iat * 1000 > nowMs + skewSeconds * 1000) return 'not-yet';
  if (claims.exp * 1000 <= nowMs) return 'expired';
  if (claims.device !== undefined) {
    if (picture === undefined) return 'unbound';
    if (!picture.proved) return 'bad-proof';
    if (Math.abs(picture.epoch - epochOf(nowMs)) > EPOCH_TOLERANCE) return 'old-picture';
  }
  return claims.iat <= revokedUpToSec ? 'revoked' : undefined;
}

function warningsOf({ claims, picture }: Findings, { nowMs }: Judge): Warning[] {
  const warnings: Warning[] = [];
  if (claims.device === undefined) warnings.push('not-bound');
  else if (picture !== undefined && picture.epoch > epochOf(nowMs)) warnings.push('clock-ahead');
  if (claims.fresh * 1000 <= nowMs) warnings.push('not-fresh');
  return warnings;
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
