import { type Bytes, bytesOf, utf8Of } from './base64url';
import { type Claims, CREDENTIAL_TYPE, tryReadClaims } from './claims';
import { type Picture, tryReadQrText } from './qr-text';
import {
  REVOCATIONS_LIFE_SECONDS,
  REVOCATIONS_TYPE,
  revokedUpTo,
  shortHash,
} from './revocation-entries';
import { CLOCK_SKEW_SECONDS, judged, unproved, type Verdict, type Warning } from './verdict';
import { deviceProves, importKeys, type Jwks, verifiedJws, type WebKey } from './web-keys';

/**
 * Age from which stored keys may lack one that signs: a key is published for a day before its first
 * signature.
 */
export const KEYS_LIFE_SECONDS = 24 * 60 * 60;

/** What a verifier keeps for when it is offline. */
export interface StoredTrust {
  readonly jwks: Jwks;
  /** When the keys were fetched. */
  readonly jwksAtMs: number;
  /** The revocation list as it was fetched: it carries its time and its signature. */
  readonly revocations?: string;
}

/** Whose codes are verified, and by which clock. */
export interface VerifierOptions {
  readonly issuer: string;
  readonly nowMs: number;
  /** @default CLOCK_SKEW_SECONDS */
  readonly skewSeconds?: number;
}

/** A verdict with how old that is which it stands on. */
export type OfflineVerdict = Verdict & {
  readonly keysAgeSec: number;
  /** Absent without a list that could be trusted. */
  readonly revocationsAgeSec?: number;
};

interface RevocationList {
  readonly iat: number;
  readonly entries: Bytes;
}

/** Verifies codes without asking anyone. */
export class OfflineVerifier {
  private constructor(
    private readonly options: VerifierOptions & StoredTrust,
    private readonly keys: ReadonlyMap<string, WebKey>,
    private readonly list: RevocationList | undefined,
  ) {}

  /** Makes a verifier of what was stored; a list that was not signed by these keys counts as none. */
  static async open(stored: StoredTrust, options: VerifierOptions): Promise<OfflineVerifier> {
    const keys = await importKeys(stored.jwks);
    const list = await tryOpenList(stored.revocations, keys, options);
    return new OfflineVerifier({ ...options, ...stored }, keys, list);
  }

  /** What the text of a QR code is worth at this moment. */
  async verify(text: string, nowMs: number): Promise<OfflineVerdict> {
    const verdict = await this.judge(text, nowMs);
    const keysAgeSec = ageSec(this.options.jwksAtMs / 1000, nowMs);
    const ages = this.list && { revocationsAgeSec: ageSec(this.list.iat, nowMs) };
    const warnings = [...verdict.warnings, ...staleness(keysAgeSec, ages?.revocationsAgeSec)];
    return { ...verdict, warnings, keysAgeSec, ...ages };
  }

  private async judge(text: string, nowMs: number): Promise<Verdict> {
    const qr = tryReadQrText(text);
    if (qr === undefined) return unproved('malformed');
    const jws = await verifiedJws(qr.jws, CREDENTIAL_TYPE, this.keys);
    if (typeof jws === 'string') return unproved(jws);
    const claims = tryReadClaims(jws.payload);
    if (claims === undefined) return unproved('malformed');
    const picture = await provedPicture(claims, qr.picture);
    const revokedUpToSec = await this.revokedUpTo(claims.sub);
    const findings = { claims, ...(picture && { picture }), revokedUpToSec };
    return judged(findings, { ...this.options, nowMs });
  }

  private async revokedUpTo(pseudonym: string): Promise<number | undefined> {
    if (this.list === undefined) return undefined;
    const digest = await crypto.subtle.digest('SHA-256', utf8Of(pseudonym));
    return revokedUpTo(this.list.entries, shortHash(digest));
  }
}

async function provedPicture({ device }: Claims, picture: Picture | undefined) {
  if (device === undefined || picture === undefined) return undefined;
  const { epoch, signature, signedText } = picture;
  return { epoch, proved: await deviceProves(device, signature, signedText) };
}

async function tryOpenList(
  text: string | undefined,
  keys: ReadonlyMap<string, WebKey>,
  { issuer, nowMs, skewSeconds = CLOCK_SKEW_SECONDS }: VerifierOptions,
): Promise<RevocationList | undefined> {
  const jws = await verifiedJws(text ?? '', REVOCATIONS_TYPE, keys);
  if (typeof jws === 'string') return undefined;
  const { iss, iat, entries } = jws.payload as { iss: string; iat: number; entries: string };
  if (iss !== issuer || iat * 1000 > nowMs + skewSeconds * 1000) return undefined;
  return { iat, entries: bytesOf(entries) };
}

function staleness(keysAgeSec: number, listAgeSec: number | undefined): Warning[] {
  const warnings: Warning[] = keysAgeSec > KEYS_LIFE_SECONDS ? ['keys-old'] : [];
  if (listAgeSec === undefined) warnings.push('revocations-missing');
  else if (listAgeSec > REVOCATIONS_LIFE_SECONDS) warnings.push('revocations-old');
  return warnings;
}

function ageSec(atSec: number, nowMs: number): number {
  return Math.max(0, Math.floor(nowMs / 1000 - atSec));
}
