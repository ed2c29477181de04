import type { Session } from './channel-session';
import { readShedPanels, type ShedPanel } from './desk-state';
import { errorOf, refusalText } from './refusals';
import type { RegionClient, RegionReply } from './region-client';
import { DEFAULT_RETRY_AFTER_MS, readRetryAfter } from './retry-pace';
import { type Member, type PersonId, SELF } from './stored-codes';
import { TokenBucket } from './token-bucket';

/** Panels beside the code, with the route of each. */
export const PANELS = { test: 'me/tests', vaccination: 'me/vaccinations' } as const;

/** One of `PANELS`. */
export type PanelId = keyof typeof PANELS;

/** What is known of a panel. */
export type PanelState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'shown'; readonly body: unknown }
  /** Shed, or not to be had; `backMs` is when it is back, where anybody said that. */
  | {
      readonly kind: 'off';
      readonly state: string;
      readonly reason: string;
      readonly backMs?: number;
    };

/** Requests beside the code at once: both panels of two people, and the family. */
export const EXTRAS_BURST = 5;

/** Requests beside the code over time: two a minute. */
export const EXTRAS_REFILL_MS = 30_000;

/** What a `PanelDesk` needs. */
export interface PanelDeskOptions {
  readonly client: Pick<RegionClient, 'askOnce'>;
  readonly session: { token(): Promise<Session | undefined> };
  readonly now: () => number;
  /** Calls back once; the returned function cancels. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** Hears of the family once the service has listed it. */
  readonly onMembers: (members: readonly Member[]) => void;
  readonly onChange: () => void;
}

/** Gets what stands beside the code, after it and never at its cost. */
export class PanelDesk {
  /** Undefined until the service has listed them. */
  members: readonly Member[] | undefined;
  private readonly panels = new Map<PanelId, PanelState>();
  private readonly extras: TokenBucket;
  private person: PersonId | undefined;

  constructor(private readonly options: PanelDeskOptions) {
    const { now } = options;
    this.extras = new TokenBucket({ burst: EXTRAS_BURST, refillMs: EXTRAS_REFILL_MS, now });
  }

  /** What is known of a panel of the person last loaded. */
  stateOf(panel: PanelId): PanelState {
    return this.panels.get(panel) ?? { kind: 'loading' };
  }

  /** A code came for a person; what the answer says is shed is not even asked for. */
  async load(person: PersonId, shed: readonly ShedPanel[]): Promise<void> {
    if (person !== this.person) this.panels.clear();
    this.person = person;
    for (const panel of Object.keys(PANELS) as PanelId[]) {
      const off = shed.find((entry) => entry.panel === panel);
      if (off !== undefined) this.turnOff(panel, off);
      else if (this.panels.get(panel)?.kind !== 'shown') await this.read(panel, person);
    }
    if (this.members === undefined) await this.readFamily();
    this.options.onChange();
  }

  private async read(panel: PanelId, person: PersonId): Promise<void> {
    const member = person === SELF ? '' : `?member=${encodeURIComponent(person)}`;
    const reply = await this.get(PANELS[panel] + member);
    if (person !== this.person) return;
    if (reply.kind === 'answer' && reply.status === 200) {
      this.panels.set(panel, { kind: 'shown', body: reply.body });
    } else {
      this.turnOff(panel, offEntry(panel, reply), retryAfterMs(reply));
    }
    this.options.onChange();
  }

  private async readFamily(): Promise<void> {
    const reply = await this.get('me/family');
    if (reply.kind !== 'answer' || reply.status !== 200) return;
    const { members } = (reply.body ?? {}) as { readonly members?: readonly Member[] };
    this.members = (members ?? []).filter(({ id }) => typeof id === 'string');
    this.options.onMembers(this.members);
  }

  private turnOff(panel: PanelId, { state, reason, until }: ShedPanel, waitMs?: number): void {
    const { now, after } = this.options;
    const nowMs = now();
    const askedMs = waitMs === undefined ? undefined : nowMs + waitMs;
    const saidMs = Date.parse(until ?? '');
    const backMs = Number.isNaN(saidMs) ? askedMs : saidMs;
    if (this.panels.get(panel)?.kind !== 'off') {
      const person = this.person;
      const againMs = Math.max(backMs ?? 0, askedMs ?? nowMs + DEFAULT_RETRY_AFTER_MS);
      after(againMs - nowMs, () => void this.again(panel, person));
    }
    const back = backMs === undefined ? {} : { backMs };
    this.panels.set(panel, { kind: 'off', state, reason, ...back });
    this.options.onChange();
  }

  private async again(panel: PanelId, person: PersonId | undefined): Promise<void> {
    if (person === undefined || person !== this.person) return;
    this.panels.delete(panel);
    await this.read(panel, person);
  }

  private async get(path: string): Promise<RegionReply> {
    const session = await this.options.session.token();
    if (session === undefined || !this.extras.tryTake()) return { kind: 'no-answer' };
    return this.options.client.askOnce({
      method: 'GET',
      path: `/channels/${session.channel}/${path}`,
      headers: { authorization: `Bearer ${session.token}` },
    });
  }
}

function offEntry(panel: PanelId, reply: RegionReply): ShedPanel {
  const unreachable: ShedPanel = { panel, state: 'off', reason: 'unreachable' };
  if (reply.kind === 'no-answer') return unreachable;
  const { code = `HTTP ${reply.status}`, panel: told } = errorOf(reply.body);
  const said = readShedPanels(reply.header('x-kapok-panels'));
  const entry = said.find((shed) => shed.panel === panel);
  return told ?? entry ?? { ...unreachable, reason: refusalText(code) };
}

function retryAfterMs(reply: RegionReply): number | undefined {
  const text = reply.kind === 'answer' ? reply.header('retry-after') : undefined;
  const seconds = readRetryAfter(text);
  return seconds === undefined ? undefined : seconds * 1000;
}
