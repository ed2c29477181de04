/** A search string must lie wholly inside this many bytes of the (decoded) body. */
export const MATCH_WINDOW_BYTES = 5_120;

/** What is known about a body that is still arriving. */
export type MatchProgress = 'found' | 'missing' | 'open';

/** Looks for a search string in the first bytes of a body, case-sensitive, while the body arrives. */
export class StringMatch {
  private readonly needle: Buffer;
  private window: Buffer = Buffer.alloc(0);

  constructor(searchString: string) {
    this.needle = Buffer.from(searchString, 'utf8');
  }

  /** Takes the next bytes of the body. */
  push(chunk: Buffer): MatchProgress {
    const room = MATCH_WINDOW_BYTES - this.window.length;
    this.window = Buffer.concat([this.window, chunk.subarray(0, room)]);
    if (this.window.includes(this.needle)) return 'found';
    return this.window.length < MATCH_WINDOW_BYTES ? 'open' : 'missing';
  }
}
