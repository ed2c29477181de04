import { LRUCache } from 'lru-cache';
import type { Colour } from '../rules/rule-set';
import type { Dated } from './freshness';

/**
 * People whose codes are held: 2^17. At 200 new people a second and process, 600 s of them are 120,000: so
 * each is held for as long as it may be shown.
 */
export const PEOPLE_HELD = 131_072;

/** What lies around the body of an answer, bytes: measured with 100,000 of them (node 20). */
export const BYTES_AROUND_ANSWER = 1_100;

/**
 * Bytes that are held: 131,072 people with one answer of 1.3 kB and 1.1 kB around it are 315 MB. Without this
 * bound eight answers for each were 2.5 GB. In the machine's memory it takes a third more, 450 MB of the
 * 1,842 MiB that one of two workers may hold on 4 GiB.
 */
export const BYTES_HELD = 340_000_000;

/**
 * Answers held for one person: two channels on an own phone, four relatives who show the code, and
 * two more. The oldest gives way.
 */
export const ANSWERS_PER_PERSON = 8;

/** What makes answers about one person differ. */
export interface CodeVariant {
  readonly channel: string;
  /** Key of the phone that shows it. */
  readonly device?: string | undefined;
  /** Number of the person among the family of who asks. */
  readonly member?: string | undefined;
  /** Masked. */
  readonly name?: string | undefined;
}

/** An answer as it was sent, and what it depends on. */
export interface HeldCode extends CodeVariant, Dated {
  readonly colour: Colour;
  /** JSON in ASCII. */
  readonly body: string;
  /** `pseudonymHash` of the credential's subject. */
  readonly subject: Uint8Array;
  /** Second of the credential. */
  readonly issuedAt: number;
  /** List of revocations that does not revoke it, the newest that was looked at. */
  holdsBy?: unknown;
}

/** Who is revoked, as far as this process knows. */
export interface IKnownRevocations {
  /** Another value once another list was read. */
  readonly version: unknown;
  /** Whether a credential of this second is void. @param subject `pseudonymHash` of its subject */
  isRevoked(subject: Uint8Array, issuedAt: number): boolean;
}

/** Whether a copy still holds: it is looked up once in each list, and compared with it otherwise. */
export function holds(code: HeldCode, revocations: IKnownRevocations | undefined): boolean {
  if (revocations === undefined || code.holdsBy === revocations.version) return true;
  if (revocations.isRevoked(code.subject, code.issuedAt)) return false;
  code.holdsBy = revocations.version;
  return true;
}

/** Forgets what it holds of a person whose facts have changed. */
export interface ICodeCopies {
  /** Nothing that was read before is shown or kept from now on. */
  drop(personKey: string): void;
}

/** Ready answers by the person whose code they show; bounded, those read longest ago leave first. */
export class CodeCache {
  private readonly people = new LRUCache<string, readonly HeldCode[]>({
    max: PEOPLE_HELD,
    maxSize: BYTES_HELD,
    sizeCalculation: bytesOf,
  });

  /** What all of it takes, bytes. */
  get bytes(): number {
    return this.people.calculatedSize;
  }

  /** People of whom something is held. */
  get size(): number {
    return this.people.size;
  }

  /** The answer for one variant, however old. */
  find(personKey: string, variant: CodeVariant): HeldCode | undefined {
    // Without a note that it was used: who is shown is renewed within a minute, which is note enough.
    const codes = this.people.peek(personKey);
    if (codes === undefined) return undefined;
    // Nearly always there is one; a loop allocates nothing.
    for (const code of codes) if (isSame(code, variant)) return code;
    return undefined;
  }

  /**
   * Holds an answer in place of the one before. Older answers of another colour leave, so that no
   * channel shows a colour that another one has stopped showing.
   * @returns the newest second of a credential of another colour, if one was held
   */
  put(personKey: string, code: HeldCode): number | undefined {
    const before = this.people.peek(personKey) ?? [];
    const others = before.filter(
      (other) =>
        !isSame(other, code) && (other.colour === code.colour || other.asOfMs > code.asOfMs),
    );
    this.people.set(personKey, [code, ...others.slice(0, ANSWERS_PER_PERSON - 1)]);
    let newest: number | undefined;
    for (const { colour, issuedAt } of before) {
      if (colour !== code.colour) newest = Math.max(newest ?? 0, issuedAt);
    }
    return newest;
  }

  /** Forgets a person. */
  drop(personKey: string): void {
    this.people.delete(personKey);
  }
}

function bytesOf(codes: readonly HeldCode[]): number {
  let bytes = 0;
  for (const { body } of codes) bytes += body.length + BYTES_AROUND_ANSWER;
  return bytes;
}

function isSame(one: CodeVariant, other: CodeVariant): boolean {
  return (
    one.channel === other.channel &&
    one.device === other.device &&
    one.member === other.member &&
    one.name === other.name
  );
}
