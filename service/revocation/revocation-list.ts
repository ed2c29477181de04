import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import type { IClock } from '../clock';
import { TopicCopy } from '../control/topic-copy';
import { ALGORITHM, type IKeyRings } from '../credential/key-ring';
import type { PublishedDocument } from '../credential/published-document';
import type { ControlItem } from '../evacuation/control-items';
import type { IControlStore } from '../evacuation/control-store';
import type { IRunning } from '../running';
import {
  REVOCATIONS_LIFE_SECONDS,
  REVOCATIONS_TYPE,
  revokedUpTo,
} from '../web/verify/revocation-entries';
import { packEntries } from './pack-entries';
import { pseudonymHash, REVOCATION_TOPIC } from './revocation-item';

/**
 * Between two reads of the topic. 20,000 items of 120 bytes are 2.4 MB, 300 read units; fifty
 * instances take 500 a second of the 3,000 that a partition gives.
 */
export const REVOCATIONS_POLL_SECONDS = 30;

/**
 * A list is signed anew when half its life has passed. All instances count the halves from 1970, so
 * that an `etag` from one holds at the others.
 */
export const REVOCATIONS_PERIOD_SECONDS = REVOCATIONS_LIFE_SECONDS / 2;

/** Media type of a compact JWS whose payload is claims. */
export const JWT_TYPE = 'application/jwt';

/** What `RevocationList` needs. */
export interface RevocationListOptions {
  readonly control: IControlStore;
  readonly clock: IClock;
  readonly keyRings: IKeyRings;
  readonly issuer: string;
  readonly onFailure: (error: unknown) => void;
}

/** Who is revoked, as it was read last, with the signed list that says so to the world. */
export interface HeldRevocations {
  readonly entries: Buffer;
  readonly readAtMs: number;
  readonly document: PublishedDocument;
}

/** Keeps the revocation list; while the table cannot be read, the last good one ages in plain sight. */
export class RevocationList implements IRunning {
  /** Settles with the first attempt: codes are shown, and verified with a warning, without a list. */
  readonly ready: Promise<void>;
  private readonly copy: TopicCopy<HeldRevocations | undefined>;

  constructor(private readonly options: RevocationListOptions) {
    let announceFailure: () => void = () => undefined;
    const failed = new Promise<void>((resolve) => {
      announceFailure = resolve;
    });
    this.copy = new TopicCopy<HeldRevocations | undefined>({
      store: options.control,
      topic: REVOCATION_TOPIC,
      everySeconds: REVOCATIONS_POLL_SECONDS,
      read: (items) => this.read(items),
      initial: undefined,
      clock: options.clock,
      onFailure: (error) => {
        announceFailure();
        options.onFailure(error);
      },
    });
    this.ready = Promise.race([this.copy.ready, failed]);
  }

  /** What was read last; undefined before the first time. */
  get held(): HeldRevocations | undefined {
    return this.copy.value;
  }

  start(): void {
    this.copy.start();
  }

  stop(): void {
    this.copy.stop();
  }

  /** Reads once; never throws. */
  refresh(): Promise<void> {
    return this.copy.refresh();
  }

  /** Another value once another list was read; undefined before the first time. */
  get version(): unknown {
    return this.held?.entries;
  }

  /** Whether a credential of this second is void. @param hash `pseudonymHash` of its subject */
  isRevoked(hash: Uint8Array, issuedAt: number): boolean {
    const { held } = this;
    return held !== undefined && issuedAt <= (revokedUpTo(held.entries, hash) ?? -1);
  }

  /** The second up to which a pseudonym's credentials are revoked, if they are. */
  revokedUpTo(pseudonym: string): number | undefined {
    const { held } = this;
    return held && revokedUpTo(held.entries, pseudonymHash(pseudonym));
  }

  private async read(items: readonly ControlItem[]): Promise<HeldRevocations> {
    const readAtMs = this.options.clock.now();
    const { entries, skipped } = packEntries(items, readAtMs);
    if (skipped > 0) this.options.onFailure(unreadable(skipped));
    const etag = this.etagOf(entries, readAtMs);
    const document =
      this.held?.document.etag === etag
        ? this.held.document
        : { etag, body: await this.signed(entries, readAtMs) };
    // The same object while nothing has changed, so that nobody looks through it again.
    const before = this.held?.entries;
    return { entries: before?.equals(entries) ? before : entries, readAtMs, document };
  }

  /** Weak: instances sign at different seconds of a period, and no two ECDSA signatures are equal. */
  private etagOf(entries: Buffer, nowMs: number): string {
    const period = Math.floor(nowMs / (REVOCATIONS_PERIOD_SECONDS * 1000));
    const digest = createHash('sha256').update(entries).digest('base64url').slice(0, 16);
    return `W/"${period}-${this.options.keyRings.ring.kid}-${digest}"`;
  }

  private async signed(entries: Buffer, nowMs: number): Promise<Buffer> {
    const { keyRings, issuer } = this.options;
    const { kid, signingKey } = keyRings.ring;
    const iat = Math.floor(nowMs / 1000);
    const exp = iat + REVOCATIONS_LIFE_SECONDS;
    const claims = { iss: issuer, iat, exp, entries: entries.toString('base64url') };
    const header = { alg: ALGORITHM, kid, typ: REVOCATIONS_TYPE };
    return Buffer.from(await new SignJWT(claims).setProtectedHeader(header).sign(signingKey));
  }
}

function unreadable(items: number): Error {
  return new Error(`${items} items of the revocations cannot be read and are left out`);
}
