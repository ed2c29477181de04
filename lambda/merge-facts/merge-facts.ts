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

/** How far a merge has come, and why segments stopped before their end or their time. */
export interface MergeOutcome {
  readonly progress: MergeProgress;
  readonly failures: readonly unknown[];
}

/**
 * Goes through a restored table, all segments at once, and adds to the live one what it lacks. It puts
 * only where this region's replica holds no fact of the key, so it may be repeated, resumed and run
 * twice at a time. The condition is not asked in other regions: with eventual consistency, a fact
 * taken there within the replication lag may lose against the one put back here.
 * Every segment gets on by at least one page, however short the time, unless it fails; a segment that
 * does stays where it is until the next call. Fails only when no segment got on at all.
 */
export async function mergeFacts(
  tables: FactTables,
  progress: MergeProgress,
  options: MergeOptions,
): Promise<MergeOutcome> {
  const walks = await Promise.all(
    progress.segments.map((segment, index) =>
      walkSegment(tables, segment, { ...options, index, segments: progress.segments.length }),
    ),
  );
  const failures = walks.flatMap(({ failure }) => (failure === undefined ? [] : [failure.error]));
  if (failures.length > 0 && walks.every(({ pages }) => pages === 0)) throw failures[0];
  const differing = [...progress.differing, ...walks.flatMap(({ found }) => found.differing)];
  return {
    progress: {
      segments: walks.map(({ segment }) => segment),
      counts: findings(progress.counts, ...walks.map(({ found }) => found.counts)),
      differing: differing.slice(0, DIFFERING_SHOWN),
    },
    failures,
  };
}

interface SegmentOptions extends MergeOptions {
  readonly index: number;
  readonly segments: number;
}

interface Walk {
  readonly segment: SegmentProgress;
  readonly found: Findings;
  /** Whole pages that were dealt with. */
  readonly pages: number;
  /** @default it did not fail */
  readonly failure?: { readonly error: unknown };
}

async function walkSegment(
  tables: FactTables,
  start: SegmentProgress,
  options: SegmentOptions,
): Promise<Walk> {
  let segment = start;
  let found: Findings = { counts: findings(), differing: [] };
  let pages = 0;
  try {
    while (!segment.done) {
      const page = await nextPage(tables, segment, options);
      found = {
        counts: findings(found.counts, page.found.counts),
        differing: [...found.differing, ...page.found.differing].slice(0, DIFFERING_SHOWN),
      };
      segment = page.segment;
      pages += 1;
      if (!options.hasTime()) break;
    }
  } catch (error) {
    return { segment, found, pages, failure: { error } };
  }
  return { segment, found, pages };
}

async function nextPage(
  tables: FactTables,
  { from }: SegmentProgress,
  { restoredTable, index, segments, pageSize, apply }: SegmentOptions,
): Promise<Pick<Walk, 'segment' | 'found'>> {
  const { items, next } = await tables.scan(restoredTable, {
    segment: index,
    segments,
    limit: pageSize,
    ...(from !== undefined && { from }),
  });
  const found = await mergePage(tables, items, apply);
  return { segment: next === undefined ? { done: true } : { done: false, from: next }, found };
}
