import type { CitizenCaller } from '../channels/channel-caller';
import type { IClock } from '../clock';
import type { IKeyRings } from '../credential/key-ring';
import { citizenFact } from '../declarations/citizen-fact';
import { ServiceError } from '../errors/service-error';
import type { Fact, PaperCodeBody } from '../facts/fact';
import type { IFactStore } from '../facts/fact-store';
import type { PersonKeys } from '../people/person-key';
import type { LocalCalendar } from '../rules/local-calendar';
import { PAPER_ID_BYTES, type PaperReference, PaperReferences } from './paper-reference';
import { signPaper, tryReadPaper } from './paper-token';

/** Days after the day of issue that a paper holds, as Shanghai's did: it ends with the last of them. */
export const PAPER_DAYS = 180;

/** What `PaperCodes` needs. */
export interface PaperCodesOptions {
  readonly facts: IFactStore;
  readonly clock: IClock;
  readonly calendar: LocalCalendar;
  readonly personKeys: PersonKeys;
  readonly keyRings: IKeyRings;
  /** The `iss` claim. */
  readonly issuer: string;
  /** Random bytes fit for keys. */
  readonly randomBytes: (bytes: number) => Buffer;
}

/** A paper code as it is printed. */
export interface PaperCode {
  /** Compact JWS. */
  readonly paper: string;
  readonly issuedAt: string;
  readonly validUntil: string;
}

/** A paper of ours, whatever has become of it. */
export interface GenuinePaper extends PaperReference {
  readonly validUntilMs: number;
}

/** Whether a paper holds, and why not. */
export type PaperStanding = 'holds' | 'replaced' | 'expired';

/** Codes on paper for people without a phone: a reference that says nothing by itself. */
export class PaperCodes {
  private readonly references: PaperReferences;

  constructor(private readonly options: PaperCodesOptions) {
    const { personKeys, randomBytes } = options;
    this.references = new PaperReferences(personKeys.deriveKey('paper code'), randomBytes);
  }

  /**
   * Issues a paper, which ends all before it.
   * @throws StoreUnavailableError when it is not known to be stored; nothing is handed out then
   */
  async issue(caller: CitizenCaller): Promise<PaperCode> {
    const { facts, clock, calendar, randomBytes } = this.options;
    const { personKey, name } = caller;
    const newest = newestPaper(await facts.factsOf(personKey));
    // After the one it ends, even when that was issued where the clock is ahead of ours.
    const issuedAtMs = Math.max(
      clock.now(),
      newest === undefined ? 0 : Date.parse(newest.issuedAt) + 1,
    );
    const validUntilMs = calendar.startOfDay(issuedAtMs, PAPER_DAYS + 1);
    const paperId = randomBytes(PAPER_ID_BYTES).toString('base64url');
    const issuedAt = new Date(issuedAtMs).toISOString();
    const body: PaperCodeBody = {
      paperId,
      issuedAt,
      validUntil: new Date(validUntilMs).toISOString(),
    };
    const statement = { kind: 'paper-code', recordId: paperId, eventTime: issuedAt, body } as const;
    await facts.append(citizenFact(caller, statement, clock.now()));
    const paper = await this.print(
      { paperId, personKey, issuedAtMs, ...(name !== undefined && { name }) },
      validUntilMs,
    );
    return { paper, issuedAt, validUntil: body.validUntil };
  }

  /**
   * Whose paper this is; it asks no store.
   * @throws ServiceError `KAPOK_PAPER_UNKNOWN` for one that this service did not issue
   */
  async open(paper: string): Promise<GenuinePaper> {
    const claims = await tryReadPaper(paper, this.options);
    const opened = claims && this.references.tryOpen(claims.ref, this.bound(claims.exp));
    if (claims === undefined || opened === undefined) throw unknownPaper();
    return { ...opened, validUntilMs: claims.exp * 1000 };
  }

  private print(reference: PaperReference, validUntilMs: number): Promise<string> {
    const iat = Math.floor(reference.issuedAtMs / 1000);
    const exp = Math.floor(validUntilMs / 1000);
    const ref = this.references.seal(reference, this.bound(exp));
    return signPaper({ ref, iat, exp }, this.options);
  }

  private bound(exp: number): string {
    return `${this.options.issuer} ${exp}`;
  }
}

/** The paper that counts: the one issued last, by (issuedAt, paperId). */
export function newestPaper(facts: readonly Fact[]): PaperCodeBody | undefined {
  return facts
    .flatMap((fact) => (fact.kind === 'paper-code' ? fact.body : []))
    .reduce<PaperCodeBody | undefined>(
      (held, next) => (held === undefined || rank(next) > rank(held) ? next : held),
      undefined,
    );
}

/**
 * Whether a genuine paper holds. One whose own fact has not reached this region yet does, as nothing
 * newer is known.
 */
export function standingOf(
  paper: GenuinePaper,
  facts: readonly Fact[],
  nowMs: number,
): PaperStanding {
  const newest = newestPaper(facts);
  const issuedAt = new Date(paper.issuedAtMs).toISOString();
  if (newest !== undefined && rank(newest) > rank({ issuedAt, paperId: paper.paperId })) {
    return 'replaced';
  }
  return nowMs < paper.validUntilMs ? 'holds' : 'expired';
}

function rank({ issuedAt, paperId }: Pick<PaperCodeBody, 'issuedAt' | 'paperId'>): string {
  return `${issuedAt}#${paperId}`;
}

function unknownPaper(): ServiceError {
  return new ServiceError('KAPOK_PAPER_UNKNOWN', 'this is no paper code of this service', {
    field: 'paper',
    fix: 'scan the paper again, or ask for a new paper code',
  });
}
