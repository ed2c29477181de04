import type * as z from 'zod';
import type { IClock } from '../clock';
import { type ErrorBody, ServiceError } from '../errors/service-error';
import { digestOf } from '../facts/digest';
import { type Fact, type FactKey, factKey } from '../facts/fact';
import type { AppendOutcome, IFactStore } from '../facts/fact-store';
import type { PersonKeys } from '../people/person-key';
import { StoreUnavailableError } from '../store/store-error';
import { tokenField } from './record-fields';
import type { AnyRecord, RecordReader } from './record-kinds';

/**
 * Writes of one batch under way at once: enough to hide the store's latency, few enough to share
 * it.
 */
export const WRITES_AT_ONCE = 16;

/** What became of one record; `failed` is not known to be stored and must be sent again. */
export interface RecordResult {
  /** Null when the record has none that could be repeated. */
  readonly recordId: string | null;
  readonly status: AppendOutcome | 'rejected' | 'failed';
  readonly factKey?: FactKey;
  readonly error?: ErrorBody;
}

/** Records of one source that came together. */
export interface Batch {
  readonly source: string;
  readonly records: readonly unknown[];
  readonly reader: RecordReader;
}

/** How far a batch is; the first failure of the store ends the attempts. */
interface Progress {
  next: number;
  outage?: StoreUnavailableError;
}

/** What an `Ingestion` needs. */
export interface IngestionOptions {
  readonly facts: IFactStore;
  readonly personKeys: PersonKeys;
  readonly clock: IClock;
}

/** Turns records into facts; every record of a batch has its own fate. */
export class Ingestion {
  private readonly recordId: z.ZodType<string>;

  constructor(private readonly options: IngestionOptions) {
    this.recordId = tokenField(options.clock);
  }

  /**
   * Stores what is valid and answers for each record, in their order.
   * @throws StoreUnavailableError when nothing of the batch is known to be stored
   */
  async take(batch: Batch): Promise<RecordResult[]> {
    const results = new Array<RecordResult>(batch.records.length);
    const progress: Progress = { next: 0 };
    const work = async (): Promise<void> => {
      while (progress.next < batch.records.length) {
        const at = progress.next++;
        results[at] = await this.takeOne(batch, batch.records[at], progress);
      }
    };
    await Promise.all(Array.from({ length: WRITES_AT_ONCE }, work));
    if (progress.outage !== undefined && !results.some(isAcknowledged)) throw progress.outage;
    return results;
  }

  private async takeOne(
    { source, reader }: Batch,
    data: unknown,
    progress: Progress,
  ): Promise<RecordResult> {
    try {
      const fact = this.toFact(source, reader(data));
      // Once the store is in trouble, the rest of the batch is not attempted.
      if (progress.outage !== undefined) throw progress.outage;
      const status = await this.options.facts.append(fact);
      const result = { recordId: fact.recordId, status, factKey: factKey(fact) };
      return status === 'conflict' ? { ...result, error: CONFLICT } : result;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const outage = error instanceof StoreUnavailableError ? error : undefined;
      progress.outage ??= outage;
      const status = outage === undefined ? 'rejected' : 'failed';
      return { recordId: this.echoedRecordId(data), status, error: error.toBody() };
    }
  }

  /** The record's own number, if it is one that can be repeated. */
  private echoedRecordId(data: unknown): string | null {
    const { recordId } = (data ?? {}) as { recordId?: unknown };
    return this.recordId.safeParse(recordId).data ?? null;
  }

  private toFact(source: string, { kind, identity, recordId, eventTime, body }: AnyRecord): Fact {
    const { personKeys, clock } = this.options;
    const personKey = personKeys.personKey(identity);
    return {
      kind,
      personKey,
      eventTime,
      source,
      recordId,
      body,
      digest: digestOf({ kind, personKey, eventTime, source, recordId, body: { ...body } }),
      receivedAt: new Date(clock.now()).toISOString(),
    } as Fact;
  }
}

const CONFLICT = new ServiceError(
  'KAPOK_FACT_CONFLICT',
  'something else is stored under the same source, number and time; both count',
  { fix: 'send a correction of the wrong one; give every record a number of its own' },
).toBody();

function isAcknowledged({ status }: RecordResult): boolean {
  return status === 'stored' || status === 'known' || status === 'conflict';
}
