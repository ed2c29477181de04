import { MergeError } from './merge-error';
import { type MergeProgress, newProgress } from './progress';

/** A request that can be done; the answer to one request is the next request. */
export interface ReadRequest {
  /** Name of the table that facts were restored to. */
  readonly restoredTable: string;
  /** Whether missing facts are added, or only counted. */
  readonly apply: boolean;
  readonly progress: MergeProgress;
}

/** Segments that are read at once: the pace is that of `PUTS_AT_ONCE` times this. */
export const SEGMENTS = 8;

/** Ends the names of tables that may be merged; the function may read no others. */
export const RESTORED_SUFFIX = '-restored';

/** Reads a request, and refuses one that does not fit the live table or its own continuation. */
export function readRequest(request: unknown, liveTable: string): ReadRequest {
  const { restoredTable, apply = false, continuation } = (request ?? {}) as Record<string, unknown>;
  const prefix = `${liveTable}${RESTORED_SUFFIX}`;
  if (typeof restoredTable !== 'string' || !restoredTable.startsWith(prefix)) {
    throw new MergeError('restoredTable names no table to merge from', {
      got: String(restoredTable),
      allowed: `a name that begins with ${prefix}`,
      fix: 'restore to a table of such a name',
    });
  }
  if (typeof apply !== 'boolean') {
    throw new MergeError('apply is not understood', {
      got: String(apply),
      allowed: 'true or false',
      fix: 'leave it out to count only',
    });
  }
  if (continuation === undefined) {
    return { restoredTable, apply, progress: newProgress(SEGMENTS) };
  }
  const { progress, ...from } = decode(continuation);
  if (from.restoredTable !== restoredTable || from.apply !== apply) {
    throw new MergeError('the continuation belongs to another merge', {
      got: `${from.restoredTable} with apply ${from.apply}`,
      allowed: `${restoredTable} with apply ${apply}`,
      fix: 'leave the continuation out to begin anew',
    });
  }
  return { restoredTable, apply, progress };
}

/** Writes down how far a merge has come, for the next request. */
export function encodeContinuation(request: ReadRequest): string {
  return Buffer.from(JSON.stringify(request)).toString('base64url');
}

function decode(continuation: unknown): ReadRequest {
  try {
    const request = JSON.parse(Buffer.from(String(continuation), 'base64url').toString());
    if (Array.isArray(request?.progress?.segments)) return request as ReadRequest;
  } catch {
    // Falls through to the same answer.
  }
  throw new MergeError('the continuation is damaged', {
    got: 'something else than an answer held',
    allowed: 'the continuation of the last answer',
    fix: 'send the last answer back as it was, or leave the continuation out to begin anew',
  });
}
