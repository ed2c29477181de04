import type * as z from 'zod';
import type { IClock } from '../clock';
import { type ErrorBody, ServiceError } from '../errors/service-error';
import { digestOf, type JsonValue } from '../facts/digest';
import { type Fact, type FactKey, factKey } from '../facts/fact';
import type { AppendOutcome, IFactStore } from '../facts/fact-store';
import type { PersonKeys } from '../people/person-key';
import type { BlastRadius } from '../quarantine/blast-radius';
import type { Impacts } from '../quarantine/impact';
import type { Quarantine } from '../quarantine/quarantine';
import type { SourceCaller } from '../signatures/authenticate';
import type { StoreUnavailableError } from '../store/store-error';
import type { Aftermath } from './aftermath';
import { isWritten, type WriteOutcome, writeFacts } from './fact-writer';
import { tokenField } from './record-fields';
import type { RecordKind, RecordReader, SourceOwner } from './record-kinds';

/**
 * What became of one record. `quarantined` counts for nothing until a second person releases its
 * batch; `failed` is not known to be stored and must be sent again.
 */
export interface RecordResult {
  /** Null when the record has none that could be repeated. */
  readonly recordId: string | null;
  readonly status: AppendOutcome | 'quarantined' | 'rejected' | 'failed';
  readonly factKey?: FactKey;
  /** Of a record in quarantine. */
  readonly batchId?: string;
  readonly error?: ErrorBody;
}

/** Records of one source that came together. */
export interface Batch {
  readonly caller: SourceCaller;
  readonly kind: RecordKind;
  readonly records: readonly unknown[];
  readonly reader: RecordReader;
}

/** What an `Ingestion` needs. */
export interface IngestionOptions {
  readonly facts: IFactStore;
  readonly personKeys: PersonKeys;
  readonly clock: IClock;
  readonly impacts: Impacts;
  readonly blastRadius: BlastRadius;
  readonly quarantine: Quarantine;
  readonly aftermath: Aftermath;
}

/** A record that was read, or why it was not. */
type Read = { readonly fact: Fact } | { readonly rejected: RecordResult };

/** Turns records into facts; every record of a batch has its own fate. */
export class Ingestion {
  private readonly recordId: z.ZodType<string>;

  constructor(private readonly options: IngestionOptions) {
    this.recordId = tokenField(options.clock);
  }

  /**
   * Stores what is valid, or all of it in quarantine, and answers for each record in their order.
   * @throws StoreUnavailableError when nothing of the batch is known to be stored
   */
  async take(batch: Batch): Promise<RecordResult[]> {
    const reads = batch.records.map((data) => this.read(batch, data));
    const facts = reads.flatMap((read) => ('fact' in read ? read.fact : []));
    const resultOf = await this.fates(batch, facts);
    return reads.map((read) => ('fact' in read ? resultOf(read.fact) : read.rejected));
  }

  private async fates(
    { caller, kind }: Batch,
    facts: readonly Fact[],
  ): Promise<(fact: Fact) => RecordResult> {
    const { impacts, blastRadius, quarantine, aftermath } = this.options;
    const impact = await impacts.of(facts);
    if (blastRadius.trips(caller.owner, impact)) {
      const batchId = await quarantine.hold({ caller, kind, facts, impact });
      return ({ recordId }) => ({ recordId, status: 'quarantined', batchId });
    }
    const outcomes = await writeFacts(this.options.facts, facts);
    const outage = outcomes.find((outcome) => !isWritten(outcome));
    if (outage !== undefined && !outcomes.some(isWritten)) throw outage;
    const byFact = new Map(facts.map((fact, at) => [fact, outcomes[at] as WriteOutcome]));
    aftermath.of(
      facts.filter((fact) => isWritten(byFact.get(fact) as WriteOutcome)),
      impact.red,
    );
    return (fact) => resultOf(fact, byFact.get(fact) as WriteOutcome);
  }

  private read({ caller, reader }: Batch, data: unknown): Read {
    try {
      return { fact: this.toFact(reader, data, caller.owner) };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const recordId = this.echoedRecordId(data);
      return { rejected: { recordId, status: 'rejected', error: error.toBody() } };
    }
  }

  /** The record's own number, if it is one that can be repeated. */
  private echoedRecordId(data: unknown): string | null {
    const { recordId } = (data ?? {}) as { recordId?: unknown };
    return this.recordId.safeParse(recordId).data ?? null;
  }

  private toFact(reader: RecordReader, data: unknown, owner: SourceOwner): Fact {
    const { personKeys, clock } = this.options;
    const { source } = owner;
    const { kind, identity, recordId, eventTime, body } = reader.read(data, owner);
    const personKey = personKeys.personKey(identity);
    const said = { kind, personKey, eventTime, source, recordId, body };
    return {
      ...said,
      digest: digestOf(said as unknown as JsonValue),
      receivedAt: new Date(clock.now()).toISOString(),
    } as Fact;
  }
}

const CONFLICT = new ServiceError(
  'KAPOK_FACT_CONFLICT',
  'something else is stored under the same source, number and time; both count',
  { fix: 'send a correction of the wrong one; give every record a number of its own' },
).toBody();

function resultOf(fact: Fact, outcome: AppendOutcome | StoreUnavailableError): RecordResult {
  const { recordId } = fact;
  if (!isWritten(outcome)) return { recordId, status: 'failed', error: outcome.toBody() };
  const result = { recordId, status: outcome, factKey: factKey(fact) };
  return outcome === 'conflict' ? { ...result, error: CONFLICT } : result;
}
