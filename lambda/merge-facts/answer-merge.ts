import type { FactTables } from '../adapters/fact-tables';
import { mergeFacts } from './merge-facts';
import { encodeContinuation, readRequest } from './merge-request';
import type { MergeCounts } from './progress';

/** What a merge has found and done so far, and the request for the rest. */
export interface MergeAnswer {
  readonly restoredTable: string;
  readonly apply: boolean;
  /** Whether the whole table was seen. */
  readonly done: boolean;
  readonly counts: MergeCounts;
  readonly differing: readonly string[];
  /** Why segments stopped early; the next call tries them again. @default none did */
  readonly failures?: readonly string[];
  /** Present when there is more to do. */
  readonly continuation?: string;
}

/** Facts read at once from a segment: as many as one call can look up. */
export const PAGE_SIZE = 100;

/** How a merge is done. */
export interface AnswerOptions {
  readonly liveTable: string;
  hasTime(): boolean;
  /** @default PAGE_SIZE */
  readonly pageSize?: number;
}

/** Merges as far as the time reaches. */
export async function answerMerge(
  request: unknown,
  tables: FactTables,
  { liveTable, hasTime, pageSize = PAGE_SIZE }: AnswerOptions,
): Promise<MergeAnswer> {
  const { restoredTable, apply, progress: start } = readRequest(request, liveTable);
  const options = { restoredTable, apply, pageSize, hasTime };
  const { progress, failures } = await mergeFacts(tables, start, options);
  const done = progress.segments.every((segment) => segment.done);
  return {
    restoredTable,
    apply,
    done,
    counts: progress.counts,
    differing: progress.differing,
    ...(failures.length > 0 && { failures: failures.map(String) }),
    ...(!done && { continuation: encodeContinuation({ restoredTable, apply, progress }) }),
  };
}
