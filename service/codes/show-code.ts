import type { IAdmission } from '../admission';
import type { IClock } from '../clock';
import type { CredentialIssuer } from '../credential/credential-issuer';
import type { IServiceLevels } from '../degradation/service-level';
import type { QuietLog } from '../logging/quiet-log';
import type { RedTurns } from '../records/red-turns';
import { pseudonymHash } from '../revocation/revocation-item';
import type { Decision } from '../rules/decision';
import type { Rules } from '../rules/rules-in-force';
import type { ShadowTally } from '../rules/shadow-tally';
import { StoreUnavailableError } from '../store/store-error';
import {
  CodeCache,
  type CodeVariant,
  type HeldCode,
  holds,
  type ICodeCopies,
  type IKnownRevocations,
} from './code-cache';
import type { FactReader, FactsRead } from './fact-reader';
import {
  type AgeLimit,
  ageOf,
  CODE_FRESH_SECONDS,
  REFRESH_BYPASS_SECONDS,
  STALE_IF_ERROR_SECONDS,
  STALE_WHILE_REVALIDATE_SECONDS,
} from './freshness';
import { showStored } from './show-stored';
import { shownCode } from './shown-code';
import { signableDecision } from './signable-decision';

/** From this level on codes come out of copies as long as there are any. */
export const COPIES_LEVEL = 3;

/** From this level on phones that hold a code get no newer one. */
export const STORED_LEVEL = 4;

/** The newest records that the region has. */
export interface IWatermarks {
  /** ISO 8601, by kind of fact. */
  readonly current: Readonly<Record<string, string>>;
}

/** What `CodeService` needs. */
export interface CodeServiceOptions {
  readonly clock: IClock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly reader: FactReader;
  /** The rules as they are at the moment. */
  readonly rules: () => Rules;
  readonly issuer: CredentialIssuer;
  readonly levels: IServiceLevels;
  readonly log: QuietLog;
  /** Lets codes be renewed in the background. @default nothing stands against it */
  readonly admission?: IAdmission;
  /** Hears of every decision. @default nobody does */
  readonly shadow?: Pick<ShadowTally, 'observe'>;
  /** @default answers do not say how far the sources are */
  readonly watermarks?: IWatermarks;
  /** Copies that it revokes are not shown. @default none is */
  readonly revocations?: IKnownRevocations;
  /** Hears of people of whom a copy of another colour is held when they are red. @default nobody does */
  readonly redTurns?: Pick<RedTurns, 'add'>;
}

/** Whose code is asked for, and for whom. */
export interface CodeRequest extends CodeVariant {
  readonly personKey: string;
}

/** An answer ready to be sent. */
export interface ServedCode {
  /** JSON in ASCII. */
  readonly body: string;
  /** Whole seconds; absent when it was made for this request. */
  readonly ageSeconds?: number;
}

/** Shows codes: out of a copy, or reads a person's facts, decides and signs. */
export class CodeService implements ICodeCopies {
  private readonly cache = new CodeCache();

  constructor(private readonly options: CodeServiceOptions) {}

  /** People of whom a copy is held. */
  get held(): number {
    return this.cache.size;
  }

  /**
   * The code out of a copy that may be shown without asking the store; one that is a little old is
   * renewed in the background.
   */
  tryHeld(request: CodeRequest): (ServedCode & { readonly ageSeconds: number }) | undefined {
    const code = this.cache.find(request.personKey, request);
    if (code === undefined) return undefined;
    const ageMs = this.ageOf(code);
    if (ageMs === undefined) return undefined;
    const relieved = this.options.levels.current.level >= COPIES_LEVEL;
    const limit = relieved ? STALE_IF_ERROR_SECONDS : STALE_WHILE_REVALIDATE_SECONDS;
    if (ageMs >= limit * 1000) return undefined;
    if (ageMs >= CODE_FRESH_SECONDS * 1000 && !relieved) this.renew(request);
    return served(code, ageMs);
  }

  /**
   * The code of one person for one channel.
   * @throws ServiceError `KAPOK_SHOW_STORED` when it cannot be stood for
   */
  async show(request: CodeRequest): Promise<ServedCode> {
    const held = this.tryHeld(request);
    if (held !== undefined) return held;
    return this.makeOr(request);
  }

  /**
   * The code as the store knows it now, or a few seconds ago.
   * @throws ServiceError `KAPOK_SHOW_STORED` when it cannot be stood for
   */
  async refresh(request: CodeRequest): Promise<ServedCode> {
    const { level } = this.options.levels.current;
    if (level >= STORED_LEVEL) throw this.showStored();
    if (level >= COPIES_LEVEL) return this.show(request);
    return this.heldWithin(request, REFRESH_BYPASS_SECONDS) ?? this.makeOr(request);
  }

  /** Facts of this person have come: nothing that was read before is shown or kept. */
  drop(personKey: string): void {
    this.cache.drop(personKey);
    this.options.reader.drop(personKey);
  }

  /** Makes a new answer; the newest copy stands in for it while the store does not answer. */
  private async makeOr(request: CodeRequest): Promise<ServedCode> {
    try {
      return await this.make(request);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      const last = this.heldWithin(request, STALE_IF_ERROR_SECONDS);
      if (last !== undefined) return last;
      throw this.showStored(error);
    }
  }

  private async make(request: CodeRequest): Promise<ServedCode> {
    const read = await this.options.reader.read(request.personKey);
    // From here on nothing waits: rules, time and copies cannot change between two lines.
    const made = this.cache.find(request.personKey, request);
    const shared = made !== undefined && made.asOfMs >= read.asOfMs;
    if (shared && this.ageOf(made) !== undefined) return { body: made.body };
    const code = this.codeOf(request, read);
    if (read.isCurrent()) this.hold(request.personKey, code);
    return { body: code.body };
  }

  /**
   * Other processes issued the other colour as well, and this region went on with it for longer than the
   * one that stored the fact: so it revokes from here too, all that is older than this code.
   */
  private hold(personKey: string, code: HeldCode): void {
    const otherSec = this.cache.put(personKey, code);
    if (otherSec === undefined || code.colour !== 'red') return;
    const upToSec = Math.max(otherSec, code.issuedAt - 1);
    this.options.redTurns?.add(personKey, upToSec * 1000);
  }

  private codeOf(request: CodeRequest, { facts, asOfMs }: FactsRead): HeldCode {
    const { clock, issuer, watermarks } = this.options;
    const { personKey, channel, device, member, name } = request;
    const rules = this.options.rules();
    const decision: Decision = signableDecision(facts, rules, clock.now());
    // As of the read: a revocation that comes after it makes the credential void, as it must.
    const credential = issuer.issue({ personKey, channel, decision, name, device, nowMs: asOfMs });
    const sources = watermarks?.current;
    this.options.shadow?.observe(personKey, facts, decision, clock.now());
    const code = shownCode({ channel, decision, credential, asOfMs, name, member, sources });
    return {
      channel,
      device,
      member,
      name,
      colour: decision.colour,
      asOfMs,
      validUntilMs: Math.min(credential.validUntil * 1000, decision.nextPanelChangeMs ?? Infinity),
      rulesEpoch: rules.epoch,
      body: asciiJson(code),
      subject: pseudonymHash(credential.pseudonym),
      issuedAt: credential.issuedAt,
    };
  }

  /**
   * One read at a time; when it fails, whoever asks once the copy is too old hears of it. It is work like
   * any refresh: answers out of copies pass admission by, and must not bring in more than there is room
   * for.
   */
  private renew(request: CodeRequest): void {
    const { reader, admission } = this.options;
    if (reader.isReading(request.personKey)) return;
    const ticket = admission?.admit({ priority: 'refresh', channel: request.channel });
    if (ticket?.admitted === false) return;
    this.make(request)
      .catch((err: unknown) => {
        if (err instanceof StoreUnavailableError) return;
        this.options.log.failure({ err }, 'a code could not be renewed');
      })
      // Without a response it is no sample of how long a refresh takes.
      .finally(() => ticket?.release(0, 'ignored'));
  }

  private heldWithin(request: CodeRequest, limit: AgeLimit): ServedCode | undefined {
    const code = this.cache.find(request.personKey, request);
    if (code === undefined) return undefined;
    const ageMs = this.ageOf(code);
    return ageMs !== undefined && ageMs < limit * 1000 ? served(code, ageMs) : undefined;
  }

  private ageOf(code: HeldCode): number | undefined {
    const { clock, rules, revocations } = this.options;
    if (!holds(code, revocations)) return undefined;
    return ageOf(code, clock.now(), rules().epoch);
  }

  private showStored(cause?: unknown) {
    return showStored(this.options.random, cause);
  }
}

function served({ body }: HeldCode, ageMs: number) {
  return { body, ageSeconds: Math.floor(ageMs / 1000) };
}

/**
 * JSON in which what is not ASCII is escaped: as long in bytes as in characters. What has lost its last
 * Chinese character still lies in memory at two bytes each, and is written at half the speed, until it
 * is copied.
 */
function asciiJson(value: object): string {
  const json = JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Buffer.from(json, 'latin1').toString('latin1');
}
