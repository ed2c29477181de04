import type { Session } from './channel-session';
import { type DeskState, type Link, readLevel, readShedPanels } from './desk-state';
import type { PhoneClock } from './phone-clock';
import { errorOf } from './refusals';
import type { RegionClient, RegionReply } from './region-client';
import { renewalAt, STALE_ON_SHOW_MS } from './renewal';
import { RetryPace, readRetryAfter } from './retry-pace';
import { type PersonId, readCode, SELF, type StoredCode, type StoredCodes } from './stored-codes';
import { TokenBucket } from './token-bucket';

/** Requests for codes at once: oneself, four family members, and one of them again. */
export const ASKS_BURST = 6;

/** Requests for codes over time, whoever presses what: four a minute. */
export const ASKS_REFILL_MS = 15_000;

/** What a `CodeDesk` needs. */
export interface CodeDeskOptions {
  readonly client: Pick<RegionClient, 'ask'>;
  readonly session: { token(renew?: boolean): Promise<Session | undefined> };
  readonly codes: StoredCodes;
  readonly clock: PhoneClock;
  /** Name of the phone's key for a person. */
  readonly device: (person: PersonId) => Promise<string | undefined>;
  readonly random: () => number;
  /** Calls back once; the returned function cancels. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** False only when the phone knows that it has no network. */
  readonly isOnline: () => boolean;
  readonly isVisible: () => boolean;
  readonly onChange: (state: DeskState) => void;
}

type Answer = Extract<RegionReply, { kind: 'answer' }>;

/** Gets codes, keeps them, and decides when to ask again. */
export class CodeDesk {
  private person: PersonId = SELF;
  private link: Link = { kind: 'asking' };
  private level = 0;
  private shed: DeskState['shed'] = [];
  private region: string | undefined;
  /** Codes of this visit, should the storage be of no use. */
  private readonly seen = new Map<PersonId, StoredCode>();
  private readonly asking = new Set<PersonId>();
  private readonly pace: RetryPace;
  private readonly asks: TokenBucket;
  private notBeforeMs = 0;
  private cancel: () => void = () => undefined;

  constructor(private readonly options: CodeDeskOptions) {
    this.pace = new RetryPace(options.random);
    const now = () => options.clock.now();
    this.asks = new TokenBucket({ burst: ASKS_BURST, refillMs: ASKS_REFILL_MS, now });
  }

  /** What is known at this moment. */
  get state(): DeskState {
    const { person, link, level, shed, region } = this;
    const code = this.codeOf(person);
    return { person, code, link, level, shed, ...(region !== undefined && { region }) };
  }

  /** Shows a person's code: the stored one at once, and a new one when that is old. */
  show(person: PersonId): void {
    this.person = person;
    const code = this.codeOf(person);
    if (code === undefined || this.isOld(code)) this.askNow('code');
    else if (!this.options.isOnline()) this.failed(true);
    else this.settle({ kind: 'current', ageSec: 0 }, code);
  }

  /** Somebody wants a new code, or the phone has a network again. */
  refresh(): void {
    this.askNow('code');
  }

  /** The phone has lost its network; that is said at once, however new the code is. */
  networkLost(): void {
    this.failed(true);
  }

  private codeOf(person: PersonId): StoredCode | undefined {
    return this.seen.get(person) ?? this.options.codes.find(person);
  }

  private isOld({ asOf, validUntil }: StoredCode): boolean {
    const nowMs = this.options.clock.now();
    return nowMs - Date.parse(asOf) > STALE_ON_SHOW_MS || nowMs >= Date.parse(validUntil);
  }

  /** Asks unless a refusal or the budget says to wait; then the wait is what is shown. */
  private askNow(path: 'code' | 'code/refresh'): void {
    const nowMs = this.options.clock.now();
    if (this.asking.has(this.person)) return;
    if (nowMs < this.notBeforeMs) this.wait(this.notBeforeMs - nowMs);
    else if (!this.options.isOnline()) this.failed(true);
    else if (!this.asks.tryTake()) this.wait(this.asks.waitMs);
    else void this.ask(this.person, path);
  }

  private async ask(person: PersonId, path: string, renewed = false): Promise<void> {
    this.cancel();
    this.asking.add(person);
    this.change({ kind: 'asking' });
    const session = await this.options.session.token(renewed);
    const reply = session && (await this.send(session, person, path));
    this.asking.delete(person);
    if (reply === undefined) this.change({ kind: 'open-again' });
    else if (reply.kind === 'no-answer') this.failed(!this.options.isOnline());
    else if (reply.status !== 401) this.answered(person, reply);
    else if (renewed) this.change({ kind: 'open-again' });
    else await this.ask(person, path, true);
  }

  private async send(session: Session, person: PersonId, path: string): Promise<RegionReply> {
    const device = await this.options.device(person);
    const member = person === SELF ? '' : `?member=${encodeURIComponent(person)}`;
    return this.options.client.ask({
      method: 'POST',
      path: `/channels/${session.channel}/${path}${member}`,
      headers: {
        authorization: `Bearer ${session.token}`,
        ...(device !== undefined && { 'x-kapok-device': device }),
      },
    });
  }

  private answered(person: PersonId, reply: Answer): void {
    const answered = reply.status === 200 ? readCode(reply.body) : undefined;
    // A code of somebody else is none, however it came about.
    const code = (answered?.member ?? SELF) === person ? answered : undefined;
    if (reply.region !== '') this.region = reply.region;
    this.level = readLevel(reply.header('x-kapok-level'));
    this.shed = readShedPanels(reply.header('x-kapok-panels'));
    if (code === undefined) {
      this.refused(reply);
      return;
    }
    const ageSec = Number(reply.header('age') ?? 0);
    this.options.clock.learn(reply.header('date'), code.asOf);
    this.seen.set(person, code);
    this.options.codes.keep(person, code);
    this.pace.succeeded();
    if (person === this.person) this.settle({ kind: 'current', ageSec }, code);
  }

  private refused({ status, body, header }: Answer): void {
    const { code = `HTTP ${status}` } = errorOf(body);
    // A firewall's refusals have no code, and end.
    const isPassing = status === 429 || code === 'HTTP 403';
    const isForGood = status >= 400 && status < 500 && !isPassing;
    if (isForGood) {
      this.change({ kind: 'failed', code });
      return;
    }
    const waitMs = this.pace.refused(readRetryAfter(header('retry-after')));
    this.notBeforeMs = this.options.clock.now() + waitMs;
    this.wait(waitMs, { kind: 'refused', code, untilMs: this.notBeforeMs });
  }

  private failed(offline: boolean): void {
    const waitMs = this.pace.failed();
    const untilMs = this.options.clock.now() + waitMs;
    this.wait(waitMs, { kind: 'no-answer', untilMs, offline });
  }

  /** A code is shown; the next one is asked for in its time. */
  private settle(link: Link, code: StoredCode): void {
    const { clock, random } = this.options;
    const times = {
      asOfMs: Date.parse(code.asOf),
      freshUntilMs: Date.parse(code.freshUntil),
      validUntilMs: Date.parse(code.validUntil),
    };
    const nowMs = clock.now();
    this.schedule(renewalAt(times, nowMs, random) - nowMs, 'code/refresh');
    this.change(link);
  }

  private wait(ms: number, link: Link = this.link): void {
    this.schedule(ms, 'code');
    this.change(link);
  }

  /** A page that nobody sees asks nothing; it is asked when it is seen again. */
  private schedule(ms: number, path: 'code' | 'code/refresh'): void {
    this.cancel();
    this.cancel = this.options.after(ms, () => {
      if (this.options.isVisible()) this.askNow(path);
    });
  }

  private change(link: Link): void {
    this.link = link;
    this.options.onChange(this.state);
  }
}
