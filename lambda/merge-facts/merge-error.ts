/** What was found, what would have been accepted and what to change. */
export interface MergeErrorDetail {
  readonly got: string;
  readonly allowed: string;
  readonly fix: string;
}

/** Thrown when a merge is asked for that cannot be done; nothing was read or written. */
export class MergeError extends Error {
  override readonly name = 'MergeError';
  readonly code = 'KAPOK_MERGE_REQUEST';
  readonly got: string;
  readonly allowed: string;
  readonly fix: string;

  constructor(what: string, { got, allowed, fix }: MergeErrorDetail) {
    super(`KAPOK_MERGE_REQUEST: ${what} (got ${got}, allowed ${allowed}); ${fix}`);
    this.got = got;
    this.allowed = allowed;
    this.fix = fix;
  }
}
