import type { AddressBook } from '../address-book';
import type { CachingResolver } from '../clients/caching-resolver';
import type { Batch, Laboratory } from '../clients/laboratory';
import type { SyntheticPerson } from '../clients/people';
import type { Clock } from '../clock';

/** Twin seconds between two batches while the morning is replayed. */
export const BATCH_EVERY_SEC = 5;

/** Results per batch; small, so that a loss cuts through many batches. */
export const RESULTS_PER_BATCH = 5;

/** First record number of the replay, far from those sent before it. */
const FIRST_RECORD = 1_000_000;

const HOUR_MS = 3_600_000;

/**
 * A laboratory that keeps sending during the replay, region by DNS, and repeats a batch under the
 * same record numbers until it is acknowledged: what was acknowledged must outlive the loss.
 */
export class SteadyIngestion {
  private readonly waiting: Omit<Batch, 'address'>[] = [];
  private nextRecord = FIRST_RECORD;
  private cancel: (() => void) | undefined;
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: {
      readonly laboratory: Laboratory;
      readonly name: string;
      readonly people: readonly SyntheticPerson[];
      readonly resolver: CachingResolver;
      readonly addressBook: AddressBook;
      readonly clock: Clock;
    },
  ) {}

  /** Batches that have not been acknowledged yet. */
  get unacknowledged(): number {
    return this.waiting.length;
  }

  /** Starts the round of batches. */
  start(): void {
    this.cancel = this.options.clock.after(BATCH_EVERY_SEC, () => {
      this.waiting.push(this.nextBatch());
      this.underWay = this.underWay.then(() => this.flush());
      this.start();
    });
  }

  /** Makes no new batches and waits for the one under way. */
  async stop(): Promise<void> {
    this.cancel?.();
    await this.underWay;
  }

  /** Gives up every DNS query under way. */
  close(): void {
    this.options.resolver.close();
  }

  /** Sends what waits, oldest first, until one is not acknowledged. */
  async flush(): Promise<void> {
    const { laboratory, resolver, addressBook, name } = this.options;
    for (let batch = this.waiting[0]; batch !== undefined; batch = this.waiting[0]) {
      const [publicAddress = ''] = await resolver.resolve(name).catch(() => []);
      const address = addressBook.locate(publicAddress);
      if (address === undefined || !(await laboratory.send({ ...batch, address }))) return;
      this.waiting.shift();
    }
  }

  private nextBatch(): Omit<Batch, 'address'> {
    const { people, clock } = this.options;
    const firstRecord = this.nextRecord;
    this.nextRecord += RESULTS_PER_BATCH;
    const from = firstRecord % Math.max(1, people.length - RESULTS_PER_BATCH);
    return {
      people: people.slice(from, from + RESULTS_PER_BATCH),
      firstRecord,
      sampledAtMs: Math.floor(clock.now() - HOUR_MS),
    };
  }
}
