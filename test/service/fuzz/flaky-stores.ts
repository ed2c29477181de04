import type { AuditEntry } from '../../../service/audit/audit-entry';
import { type Fact, factKey } from '../../../service/facts/fact';
import { StoreUnavailableError } from '../../../service/store/store-error';
import { MemoryAuditStore } from '../fixtures/memory-audit-store';
import { MemoryQuarantineStore } from '../fixtures/memory-quarantine';
import { MemoryControlStore, MemoryFactStore } from '../fixtures/memory-stores';
import type { Chance } from './chance';

/** How the stores are: as they should be, failing now and then, hanging now and then, or away. */
export type StoreMood = 'well' | 'failing' | 'hanging' | 'away';

/** Longest that a call hangs, wall-clock milliseconds; the service's own client gives up too. */
const LONGEST_HANG_MS = 40;

/** Lets calls of stores go wrong, and hears of everything that is kept. */
export class Trouble {
  mood: StoreMood = 'well';

  constructor(
    private readonly chance: Chance,
    /** Hears what is put into a store, as text. */
    readonly kept: (what: string, text: string) => void,
  ) {}

  /** Before a call: may take its time, and may fail. */
  async pass(): Promise<void> {
    const { mood, chance } = this;
    if (mood === 'well') return;
    if (mood === 'hanging' && chance.happens(0.3)) {
      await new Promise((resolve) => setTimeout(resolve, chance.below(LONGEST_HANG_MS)));
    }
    const failing = { failing: 0.5, hanging: 0.2, away: 1 }[mood];
    if (chance.happens(failing))
      throw new StoreUnavailableError(new Error('switched off by the test'));
  }
}

/** Facts, found by person without looking at all others. */
export class FlakyFacts extends MemoryFactStore {
  private readonly byPerson = new Map<string, MemoryFactStore>();
  /** How often something was appended since all was forgotten. */
  kept = 0;

  constructor(private readonly trouble: Trouble) {
    super();
  }

  override async append(fact: Fact) {
    await this.trouble.pass();
    this.trouble.kept('a fact', JSON.stringify(fact));
    this.kept += 1;
    const { person } = factKey(fact);
    const own = this.byPerson.get(person) ?? new MemoryFactStore();
    this.byPerson.set(person, own);
    return own.append(fact);
  }

  override async factsOf(personKey: string) {
    await this.trouble.pass();
    return this.byPerson.get(`person#${personKey}`)?.factsOf(personKey) ?? [];
  }

  /** Forgets all, so that a run does not grow by what it stores. */
  clear(): void {
    this.byPerson.clear();
    this.kept = 0;
  }
}

/** The control table. */
export class FlakyControl extends MemoryControlStore {
  constructor(private readonly trouble: Trouble) {
    super();
  }

  override async topic(topic: string) {
    await this.trouble.pass();
    return super.topic(topic);
  }

  override async put(item: Parameters<MemoryControlStore['put']>[0]) {
    await this.trouble.pass();
    this.trouble.kept('a control item', JSON.stringify(item));
    return super.put(item);
  }
}

/** The audit trail's store. */
export class FlakyAudit extends MemoryAuditStore {
  constructor(private readonly trouble: Trouble) {
    super();
  }

  override async append(entry: AuditEntry) {
    await this.trouble.pass();
    this.trouble.kept('an audit entry', JSON.stringify(entry));
    return super.append(entry);
  }
}

/** The quarantine's store. */
export class FlakyQuarantine extends MemoryQuarantineStore {
  constructor(private readonly trouble: Trouble) {
    super();
  }

  override async putBatch(batch: Parameters<MemoryQuarantineStore['putBatch']>[0]) {
    await this.trouble.pass();
    this.trouble.kept('a batch in quarantine', JSON.stringify(batch));
    return super.putBatch(batch);
  }

  override async putDecision(...decision: Parameters<MemoryQuarantineStore['putDecision']>) {
    await this.trouble.pass();
    return super.putDecision(...decision);
  }

  override async putApplied(...applied: Parameters<MemoryQuarantineStore['putApplied']>) {
    await this.trouble.pass();
    return super.putApplied(...applied);
  }

  override async tryRead(batchId: string) {
    await this.trouble.pass();
    return super.tryRead(batchId);
  }

  override async list() {
    await this.trouble.pass();
    return super.list();
  }
}
