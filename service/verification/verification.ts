import type { CheckpointCaller } from '../channels/channel-caller';
import type { IClock } from '../clock';
import { PAPER_TYPE } from '../paper/paper-token';
import type { HeldRevocations, RevocationList } from '../revocation/revocation-list';
import { epochOf } from '../web/verify/epoch';
import { tryReadJws } from '../web/verify/jws';
import { type QrText, tryReadQrText } from '../web/verify/qr-text';
import { REVOCATIONS_LIFE_SECONDS } from '../web/verify/revocation-entries';
import { judged, unproved, type Warning } from '../web/verify/verdict';
import type { KnownCredential, KnownCredentials } from './known-credentials';
import type { OnlineVerdict } from './online-states';
import type { ScanRecords } from './scan-records';
import { proves } from './signatures';

/** How far the clocks of two instances may be apart; all of them follow the cloud's own. */
export const ONLINE_SKEW_SECONDS = 5;

/** What `Verification` needs. */
export interface VerificationOptions {
  readonly credentials: KnownCredentials;
  readonly revocations: Pick<RevocationList, 'held' | 'revokedUpTo'>;
  readonly scans: ScanRecords;
  readonly clock: IClock;
  /** The `iss` that credentials must have. */
  readonly issuer: string;
}

/** Verifies codes for checkpoints that are online. */
export class Verification {
  constructor(private readonly options: VerificationOptions) {}

  /** What the text of a QR code is worth at this moment, at this place. */
  async verify(
    text: string,
    { channel, venue }: Pick<CheckpointCaller, 'channel' | 'venue'>,
  ): Promise<OnlineVerdict> {
    const { credentials, revocations, scans, clock, issuer } = this.options;
    const qr = tryReadQrText(text);
    if (qr === undefined) return unproved('malformed');
    if (isPaper(qr)) return { state: 'paper', warnings: [] };
    const credential = await credentials.read(qr.jws);
    if (typeof credential === 'string') return unproved(credential);
    const { claims } = credential;
    const picture = await provedPicture(credential, qr);
    const nowMs = clock.now();
    const revokedUpToSec = revocations.revokedUpTo(claims.sub);
    const verdict = judged(
      { claims, revokedUpToSec, ...(picture && { picture }) },
      { nowMs, issuer, skewSeconds: ONLINE_SKEW_SECONDS },
    );
    // A code that does not hold need not be followed.
    if (verdict.state !== 'valid') return verdict;
    const replay = await scans.warningsOf({
      pseudonym: claims.sub,
      epoch: picture?.epoch ?? epochOf(nowMs),
      place: [channel, venue],
      bound: picture !== undefined,
    });
    const warnings = [...verdict.warnings, ...staleness(revocations.held, nowMs), ...replay];
    return { ...verdict, warnings };
  }
}

/**
 * Whether it has the form of a code on paper. Its signature is not looked at: a paper outlives the key
 * that signed it, and who reads it for staff finds a forged one out.
 */
function isPaper({ jws, picture }: QrText): boolean {
  return picture === undefined && tryReadJws(jws, PAPER_TYPE) !== undefined;
}

async function provedPicture({ deviceKey }: KnownCredential, { picture }: QrText) {
  if (deviceKey === undefined || picture === undefined) return undefined;
  const { epoch, signature, signedText } = picture;
  return { epoch, proved: await proves(deviceKey, signature, signedText) };
}

function staleness(held: HeldRevocations | undefined, nowMs: number): Warning[] {
  if (held === undefined) return ['revocations-missing'];
  const isOld = nowMs - held.readAtMs > REVOCATIONS_LIFE_SECONDS * 1000;
  return isOld ? ['revocations-old'] : [];
}
