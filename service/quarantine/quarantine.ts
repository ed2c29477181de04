import { createHash } from 'node:crypto';
import type { IClock } from '../clock';
import { ServiceError } from '../errors/service-error';
import type { Fact } from '../facts/fact';
import type { IFactStore } from '../facts/fact-store';
import type { RegisteredKey } from '../keys/key-register';
import type { Aftermath } from '../records/aftermath';
import { isWritten, writeFacts } from '../records/fact-writer';
import type { RecordKind } from '../records/record-kinds';
import type { SourceCaller, SupervisorCaller } from '../signatures/authenticate';
import type { HeldBatches } from './held-batches';
import type { Impact, Impacts } from './impact';
import type { IQuarantineStore, QuarantineEntry } from './quarantine-store';
import {
  batchIdOf,
  holdingDecision,
  type QuarantinedBatch,
  type QuarantineProgress,
  type QuarantineState,
  type QuarantineVerdict,
  stateOf,
} from './quarantined-batch';

/** What `Quarantine` needs. */
export interface QuarantineOptions {
  readonly store: IQuarantineStore;
  readonly facts: IFactStore;
  readonly impacts: Impacts;
  readonly aftermath: Aftermath;
  readonly heldBatches: HeldBatches;
  readonly clock: IClock;
  /** Hears of each batch that is put in quarantine. */
  readonly onHeld: (batch: Omit<QuarantinedBatch, 'facts'>) => void;
}

/** A batch that would turn a crowd. */
export interface HeldBatch {
  readonly caller: SourceCaller;
  readonly kind: RecordKind;
  readonly facts: readonly Fact[];
  readonly impact: Impact;
}

/** A batch as supervisors see it: how many, never who. */
export interface ListedBatch {
  readonly batchId: string;
  readonly source: string;
  readonly kind: RecordKind;
  readonly records: number;
  readonly people: number;
  readonly turned: number;
  readonly at: string;
  readonly state: QuarantineState;
  /** Who decided, when somebody has. */
  readonly by?: string;
}

/** Keeps batches apart that would turn a crowd, until a second person says what they are. */
export class Quarantine {
  constructor(private readonly options: QuarantineOptions) {}

  /**
   * Puts a batch in quarantine and names it; one that is there already stays as it is.
   * @throws ServiceError `KAPOK_QUOTA` when its source has too many there
   */
  async hold({ caller, kind, facts, impact }: HeldBatch): Promise<string> {
    const { store, clock, heldBatches, onHeld } = this.options;
    const { source } = caller.owner;
    const summary = {
      batchId: batchIdOf(source, facts),
      ...{ source, kind, records: facts.length },
      people: impact.people.size,
      turned: impact.turned.size,
      at: new Date(clock.now()).toISOString(),
      keyDigest: keyDigest(caller),
    };
    heldBatches.note(source, summary.batchId);
    await store.putBatch({ ...summary, facts });
    onHeld(summary);
    return summary.batchId;
  }

  /** @throws StoreUnavailableError */
  async list(): Promise<ListedBatch[]> {
    const entries = await this.options.store.list();
    return entries.map(listed).sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  /**
   * Stores all of a batch. Saying it again goes on where an earlier attempt ended, here or in another
   * region; storing a fact again changes nothing.
   * @throws ServiceError `KAPOK_QUARANTINE_UNKNOWN` when there is no such batch,
   *   `KAPOK_QUARANTINE_DECIDED` when it was rejected
   */
  async release(batchId: string, caller: SupervisorCaller): Promise<ListedBatch> {
    const batch = await this.decided(batchId, 'release', caller);
    if (!batch.isApplied) await this.apply(batch);
    return listed({ ...batch, isApplied: true });
  }

  /**
   * Refuses a batch for good.
   * @throws ServiceError `KAPOK_QUARANTINE_UNKNOWN` when there is no such batch,
   *   `KAPOK_QUARANTINE_DECIDED` when it was released
   */
  async reject(batchId: string, caller: SupervisorCaller): Promise<ListedBatch> {
    return listed(await this.decided(batchId, 'reject', caller));
  }

  private async decided(batchId: string, verdict: QuarantineVerdict, caller: SupervisorCaller) {
    const { store, clock } = this.options;
    let batch = await this.read(batchId);
    if (batch.keyDigest === keyDigest(caller)) throw ownBatch();
    if (batch.decisions.length === 0) {
      const at = new Date(clock.now()).toISOString();
      await store.putDecision(batchId, { verdict, supervisor: caller.owner.supervisor, at });
      // Read again: of two people who decide at once, only the first one's word holds.
      batch = await this.read(batchId);
    }
    if (holdingDecision(batch.decisions)?.verdict !== verdict) throw decidedOtherwise(verdict);
    return batch;
  }

  private async read(batchId: string): Promise<QuarantinedBatch & QuarantineProgress> {
    const batch = await this.options.store.tryRead(batchId);
    if (batch === undefined) throw unknownBatch();
    return batch;
  }

  private async apply({ batchId, facts }: QuarantinedBatch): Promise<void> {
    const { store, impacts, aftermath, clock } = this.options;
    const impact = await impacts.of(facts);
    const outcomes = await writeFacts(this.options.facts, facts);
    const written = facts.filter((_, at) => isWritten(outcomes[at] as (typeof outcomes)[number]));
    aftermath.of(written, impact.red);
    const outage = outcomes.find((outcome) => !isWritten(outcome));
    if (outage !== undefined) throw outage;
    await store.putApplied(batchId, new Date(clock.now()).toISOString());
  }
}

function listed(entry: QuarantineEntry): ListedBatch {
  const { batchId, source, kind, records, people, turned, at } = entry;
  const by = holdingDecision(entry.decisions)?.supervisor;
  const state = stateOf(entry);
  return { batchId, source, kind, records, people, turned, at, state, ...(by && { by }) };
}

/** Of the key itself: one that is registered under two names is still one key. */
function keyDigest({ key }: RegisteredKey): string {
  const spki = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}

function unknownBatch(): ServiceError {
  return new ServiceError('KAPOK_QUARANTINE_UNKNOWN', 'no batch of this name is in quarantine', {
    fix: 'use a `batchId` of the list of quarantined batches',
  });
}

function decidedOtherwise(verdict: QuarantineVerdict): ServiceError {
  const before = verdict === 'release' ? 'rejected' : 'released';
  return new ServiceError('KAPOK_QUARANTINE_DECIDED', `the batch was ${before} before`, {
    fix:
      verdict === 'release'
        ? 'let the source send the records again; they are another batch once one is changed'
        : 'let the source send corrections of what it stored',
  });
}

function ownBatch(): ServiceError {
  return new ServiceError('KAPOK_SCOPE', 'the key is the one that sent the batch', {
    fix: 'let a second person with a key of their own decide',
  });
}
