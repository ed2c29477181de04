import type { FactTables } from '../adapters/fact-tables';
import { mergePage } from './merge-page';
import {
  DIFFERING_SHOWN,
  type Findings,
  findings,
  type MergeProgress,
  type SegmentProgress,
} from './progress';

/** What to merge, and how long. */
export interface MergeOptions {
  readonly restoredTable: string;
  /** Whether missing facts are added, or only counted. */
  readonly apply: boolean;
  /** Facts read at once from each segment, at most 100. */
  readonly pageSize: number;
  /** Whether there is time for another page. */
  hasTime(): boolean;
}

/**
 * Goes through a restored table, all segments at once, and adds to the live one what it lacks. Never
 * overwrites, so it may be repeated, resumed and run twice at a time. Every segment gets on by at
 * least one page, however short the time.
 */
export async function mergeFacts(
  tables: FactTables,
  progress: MergeProgress,
  options: MergeOptions,
): Promise<MergeProgress> {
  const walks = await Promise.all(
    progress.segments.map((segment, index) =>
      walkSegment(tables, segment, { ...options, index, segments: progress.segments.length }),
    ),
  );
  const differing = [...progress.differing, ...walks.flatMap(({ found }) => found.differing)];
  return {
    segments: walks.map(({ segment }) => segment),
    counts: findings(progress.counts, ...walks.map(({ found }) => found.counts)),
    differing: differing.slice(0, DIFFERING_SHOWN),
  };
}

interface SegmentOptions extends MergeOptions {
  readonly index: number;
  readonly segments: number;
}

interface Walk {
  readonly segment: SegmentProgress;
  readonly found: Findings;
}

async function walkSegment(
  tables: FactTables,
  start: SegmentProgress,
  options: SegmentOptions,
): Promise<Walk> {
  let segment = start;
  let found: Findings = { counts: findings(), differing: [] };
  while (!segment.done) {
    const { items, next } = await tables.scan(options.restoredTable, {
      segment: options.index,
      segments: options.segments,
      limit: options.pageSize,
      ...(segment.from !== undefined && { from: segment.from }),
    });
    const page = await mergePage(tables, items, options.apply);
    found = {
      counts: findings(found.counts, page.counts),
      differing: [...found.differing, ...page.differing].slice(0, DIFFERING_SHOWN),
    };
    segment = next === undefined ? { done: true } : { done: false, from: next };
    if (!options.hasTime()) break;
  }
  return { segment, found };
}
