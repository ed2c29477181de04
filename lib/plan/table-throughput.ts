import type { CapacityPlan, TableThroughput } from './capacity-plan';
import { carriedShare } from './floor';
import type { Plan } from './plan';
import { highestDemand } from './traffic-curve';

/** What a new on-demand table takes at once without being told; raising it is charged, this is not. */
export const DEFAULT_WARM_THROUGHPUT: TableThroughput = {
  readUnitsPerSecond: 12_000,
  writeUnitsPerSecond: 4_000,
};

/** A code is one query for a person's facts, eventually consistent: up to 8 KB is one unit. */
export const READ_UNITS_PER_CODE = 1;

/** Assumption: partners batch; a request may carry 100 records and carries half of that on average. */
export const RECORDS_PER_PARTNER_REQUEST = 50;

/** One record is one item of at most 1 KB. */
export const WRITE_UNITS_PER_RECORD = 1;

/**
 * Warm throughput of the global tables. It applies to every replica: reads are those of the region
 * that may be asked for most, writes are all writes, because each replica takes the others' too.
 * `control` is read by instances every few seconds, thousands of units below the default.
 */
export function warmThroughputFor(plan: Plan): CapacityPlan['warmThroughput'] {
  const codesPerSecond = (highestDemand(plan, 'citizen') * carriedShare(plan)) / 60;
  const recordsPerSecond =
    (plan.traffic.partnerRequestsPerMinute * RECORDS_PER_PARTNER_REQUEST) / 60;
  return {
    facts: {
      readUnitsPerSecond: Math.max(
        DEFAULT_WARM_THROUGHPUT.readUnitsPerSecond,
        Math.ceil(codesPerSecond * READ_UNITS_PER_CODE),
      ),
      writeUnitsPerSecond: Math.max(
        DEFAULT_WARM_THROUGHPUT.writeUnitsPerSecond,
        Math.ceil(recordsPerSecond * WRITE_UNITS_PER_RECORD),
      ),
    },
    control: DEFAULT_WARM_THROUGHPUT,
  };
}
