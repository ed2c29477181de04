import type {
  BatchSummary,
  QuarantineDecision,
  QuarantinedBatch,
  QuarantineProgress,
} from './quarantined-batch';

/** A batch with how far it is. */
export type QuarantineEntry = BatchSummary & QuarantineProgress;

/**
 * Where batches wait for a second person. Everything is put once and never changed, as facts are, so
 * that regions cannot conflict; repeating a call changes nothing.
 */
export interface IQuarantineStore {
  /** @throws StoreUnavailableError */
  putBatch(batch: QuarantinedBatch): Promise<void>;
  /**
   * Keeps what somebody said; the first time that they said it stays.
   * @throws StoreUnavailableError
   */
  putDecision(batchId: string, decision: QuarantineDecision): Promise<void>;
  /**
   * Keeps that all of a batch was stored.
   * @throws StoreUnavailableError
   */
  putApplied(batchId: string, at: string): Promise<void>;
  /**
   * A batch with its facts, as this region knows it after its own writes.
   * @throws StoreUnavailableError
   */
  tryRead(batchId: string): Promise<(QuarantinedBatch & QuarantineProgress) | undefined>;
  /**
   * All batches without their facts, in no particular order.
   * @throws StoreUnavailableError
   */
  list(): Promise<QuarantineEntry[]>;
}
