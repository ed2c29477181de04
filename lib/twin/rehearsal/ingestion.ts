import type { AddressBook } from '../address-book';
import type { Batch, Laboratory } from '../clients/laboratory';
import { BATCH_SIZE } from '../clients/laboratory';
import type { SyntheticPerson } from '../clients/people';
import type { Clock } from '../clock';
import { TwinError } from '../twin-error';

/**
 * Batches under way at once while the first facts are ingested: a process of the partner fleet takes no
 * more of one source, so that a slow one cannot hold the others, and one process may be all of a region.
 */
const SENDERS = 2;

/** Tries per batch before ingestion is given up. */
const TRIES = 5;

const HOUR_MS = 3_600_000;
/** Samples were taken between one and this many hours before. */
const OLDEST_SAMPLE_HOURS = 24;

/**
 * Sends one test result per person before the replay, batch by batch, alternating over the regions.
 * @throws TwinError when a batch is not acknowledged in five tries
 */
export async function ingestFirstFacts(options: {
  readonly laboratory: Laboratory;
  readonly people: readonly SyntheticPerson[];
  readonly clock: Clock;
  /** A partner load balancer of each region. */
  readonly loadBalancerIds: readonly string[];
  readonly addressBook: AddressBook;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { laboratory, people, clock, signal } = options;
  const batches = batchesOf(people, clock.now());
  const targets = options.loadBalancerIds.map((id) => locate(options.addressBook, id));
  const sender = async () => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      signal.throwIfAborted();
      await sendUntilAcknowledged(laboratory, batch, targets);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

/** Cuts people into batches with their record numbers. */
function batchesOf(people: readonly SyntheticPerson[], nowMs: number): Omit<Batch, 'address'>[] {
  const batches: Omit<Batch, 'address'>[] = [];
  for (let at = 0; at < people.length; at += BATCH_SIZE) {
    const hoursAgo = 1 + ((at / BATCH_SIZE) % (OLDEST_SAMPLE_HOURS - 1));
    batches.push({
      people: people.slice(at, at + BATCH_SIZE),
      firstRecord: at,
      sampledAtMs: Math.floor(nowMs - hoursAgo * HOUR_MS),
    });
  }
  return batches;
}

async function sendUntilAcknowledged(
  laboratory: Laboratory,
  batch: Omit<Batch, 'address'>,
  targets: readonly Batch['address'][],
): Promise<void> {
  const first = batch.firstRecord / BATCH_SIZE;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const address = targets[(first + attempt) % targets.length];
    if (address !== undefined && (await laboratory.send({ ...batch, address }))) return;
  }
  throw new TwinError('KAPOK_TWIN_INGEST', 'the partner API does not acknowledge facts', {
    got: `record ${batch.firstRecord} refused or unanswered ${TRIES} times: ${laboratory.lastRefusal}`,
    fix: 'read the answer above; the service validates every record',
  });
}

function locate(addressBook: AddressBook, loadBalancerId: string): Batch['address'] {
  const address = addressBook.addressesOf(loadBalancerId)[0];
  const location = address === undefined ? undefined : addressBook.locate(address);
  if (location === undefined) throw new RangeError(`nothing listens for ${loadBalancerId}`);
  return location;
}
