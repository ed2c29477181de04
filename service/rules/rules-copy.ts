import type { IClock } from '../clock';
import { TopicCopy } from '../control/topic-copy';
import type { ControlItem } from '../evacuation/control-items';
import type { IControlStore } from '../evacuation/control-store';
import type { IKeyRegister } from '../keys/key-register';
import type { IRunning } from '../running';
import { StoreUnavailableError } from '../store/store-error';
import type { LocalCalendar } from './local-calendar';
import type { PublishedContents, RulesTopic } from './published-rules';
import { SEED_RISK_AREAS } from './risk-areas';
import { SEED_RULE_SET } from './rule-set';
import { RULE_VERSION } from './rule-version';
import { createRules, type Rules, rulesInForce } from './rules-in-force';
import { BadRulesError, readSignedRules } from './signed-rules';

/** Between two reads of each topic: a new version holds everywhere well within a minute. */
export const RULES_POLL_SECONDS = 15;

/** A published version that cannot be used. */
export interface BadRules {
  readonly topic: RulesTopic;
  /** The version, when it has the form of one. */
  readonly version?: string;
  readonly why: string;
}

/** What a `RulesCopy` needs. */
export interface RulesCopyOptions {
  readonly store: IControlStore;
  readonly clock: IClock;
  readonly calendar: LocalCalendar;
  /** Keys as they are at the moment; only those of authorities count here. */
  readonly register: () => IKeyRegister;
  /** Hears of each bad item once, until it changes. */
  readonly onBadRules: (bad: BadRules) => void;
  readonly onFailure: (error: unknown) => void;
  /** Hears of the rules that hold, once as they begin. @default nobody does */
  readonly onInForce?: (versions: VersionsInForce) => void;
}

/** Which versions hold. */
export interface VersionsInForce {
  /** Of the rule set. */
  readonly version: string;
  /** Of the rule set, as it was published. */
  readonly effectiveFrom: string;
  /** Version of the risk areas. */
  readonly riskAreas: string;
}

/**
 * Keeps the rules that are published. What is built in is always there; a version that cannot be used
 * is skipped, and where it was good before, it stays as it was.
 */
export class RulesCopy implements IRunning {
  readonly ready: Promise<void>;
  private readonly ruleSets: TopicCopy<readonly PublishedContents['rule-set'][]>;
  private readonly riskAreas: TopicCopy<readonly PublishedContents['risk-areas'][]>;
  private held: { readonly of: readonly unknown[]; readonly rules: Rules } | undefined;
  private wasRead = false;
  /** Whether the first read is still to come. */
  private awaited = false;
  private inForce: { readonly rules: Rules; readonly untilMs: number } | undefined;
  private told = '';
  private stopTelling: () => void = () => undefined;

  constructor(private readonly options: RulesCopyOptions) {
    this.ruleSets = this.copyOf('rule-set');
    this.riskAreas = this.copyOf('risk-areas');
    this.ready = Promise.all([this.ruleSets.ready, this.riskAreas.ready]).then(() => {
      this.wasRead = true;
      this.awaited = false;
    });
  }

  /**
   * The rules as they are now; their epoch changes also as a version begins.
   * @throws StoreUnavailableError while the published ones have been asked for and never been read:
   *   what is built in may be long out of date, and would show colours that no other process shows
   */
  readonly rules = (): Rules => {
    if (this.awaited) throw new StoreUnavailableError(new Error('the rules were not read yet'));
    const known = this.known();
    const nowMs = this.options.clock.now();
    if (this.inForce === undefined || nowMs >= this.inForce.untilMs) {
      this.inForce = withEpochOf(known, nowMs);
      this.tell(this.inForce.rules, nowMs);
    }
    return this.inForce.rules;
  };

  /** Whether there are rules to ask for. */
  get isKnown(): boolean {
    return !this.awaited;
  }

  /** Reads now and then every `RULES_POLL_SECONDS`. */
  start(): void {
    this.awaited = !this.wasRead;
    this.ruleSets.start();
    this.riskAreas.start();
    // A process that nobody asks turns to a new version all the same, and says so.
    this.stopTelling = this.options.clock.every(RULES_POLL_SECONDS, () => {
      if (this.isKnown) this.rules();
    });
  }

  /** Reads no more. */
  stop(): void {
    this.ruleSets.stop();
    this.riskAreas.stop();
    this.stopTelling();
  }

  /** Reads both topics once; never throws. */
  async refresh(): Promise<void> {
    await Promise.all([this.ruleSets.refresh(), this.riskAreas.refresh()]);
  }

  private tell(rules: Rules, nowMs: number): void {
    const { ruleSet, riskAreasVersion: riskAreas } = rulesInForce(rules, nowMs);
    const { version, effectiveFrom } = ruleSet;
    const said = `${version} ${effectiveFrom} ${riskAreas}`;
    if (said === this.told) return;
    this.told = said;
    this.options.onInForce?.({ version, effectiveFrom, riskAreas });
  }

  private known(): Rules {
    const of = [this.ruleSets.value, this.riskAreas.value] as const;
    if (this.held === undefined || of.some((value, at) => value !== this.held?.of[at])) {
      const [ruleSets, riskAreas] = of;
      const rules = createRules({
        ruleSets: [SEED_RULE_SET, ...ruleSets],
        riskAreas: [SEED_RISK_AREAS, ...riskAreas],
        calendar: this.options.calendar,
      });
      this.held = { of, rules };
      this.inForce = undefined;
    }
    return this.held.rules;
  }

  private copyOf<Topic extends RulesTopic>(
    topic: Topic,
  ): TopicCopy<readonly PublishedContents[Topic][]> {
    const { store, clock, onFailure, register, onBadRules } = this.options;
    const versions = new PublishedVersions(topic, register, onBadRules);
    return new TopicCopy<readonly PublishedContents[Topic][]>({
      store,
      topic,
      everySeconds: RULES_POLL_SECONDS,
      read: (items) => versions.read(items),
      initial: [],
      clock,
      onFailure,
    });
  }
}

/** The epoch says which period it is, so that what was decided in the one before is not served. */
function withEpochOf(known: Rules, nowMs: number): { rules: Rules; untilMs: number } {
  const next = known.periods.findIndex(({ fromMs }) => fromMs > nowMs);
  const period = (next === -1 ? known.periods.length : next) - 1;
  return {
    rules: { ...known, epoch: `${known.epoch}.${period}` },
    untilMs: known.periods[next]?.fromMs ?? Number.POSITIVE_INFINITY,
  };
}

interface GoodVersion<Contents> {
  readonly jws: unknown;
  readonly contents: Contents;
}

/** What one topic holds; each item is verified once. */
class PublishedVersions<Topic extends RulesTopic> {
  private good = new Map<string, GoodVersion<PublishedContents[Topic]>>();
  private readonly reported = new Map<string, unknown>();
  private list: readonly PublishedContents[Topic][] = [];

  constructor(
    private readonly topic: Topic,
    private readonly register: () => IKeyRegister,
    private readonly onBadRules: (bad: BadRules) => void,
  ) {}

  /** The same list as before when nothing has changed. */
  async read(items: readonly ControlItem[]): Promise<readonly PublishedContents[Topic][]> {
    const good: typeof this.good = new Map();
    for (const item of items) {
      const version = await this.tryRead(item);
      if (version !== undefined) good.set(item.name, version);
    }
    const contents = [...good.values()].map((version) => version.contents);
    this.good = good;
    const isSame =
      contents.length === this.list.length && contents.every((one) => this.list.includes(one));
    if (!isSame) this.list = contents;
    return this.list;
  }

  private async tryRead(
    item: ControlItem,
  ): Promise<GoodVersion<PublishedContents[Topic]> | undefined> {
    const before = this.good.get(item.name);
    if (before !== undefined && before.jws === item.jws) return before;
    try {
      const contents = await readSignedRules(this.topic, item, this.register());
      this.reported.delete(item.name);
      return { jws: item.jws, contents };
    } catch (error) {
      if (!(error instanceof BadRulesError)) throw error;
      this.report(item, error);
      // The last good one stays; it keeps its own signature, so the bad one is tried again.
      return before;
    }
  }

  private report({ name, jws }: ControlItem, error: BadRulesError): void {
    if (this.reported.has(name) && this.reported.get(name) === jws) return;
    this.reported.set(name, jws);
    const version = RULE_VERSION.test(name) ? { version: name } : {};
    this.onBadRules({ topic: this.topic, ...version, why: error.message });
  }
}
