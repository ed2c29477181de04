/** What a command sees of the world. */
export interface CommandContext {
  readonly signal: AbortSignal;
  /** Writes to stdout: the result and nothing else. */
  readonly out: (text: string) => void;
  /** Writes to stderr: progress, warnings and errors. */
  readonly note: (text: string) => void;
  readonly now: Date;
}
