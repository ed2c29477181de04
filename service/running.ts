/** Something that works beside the requests, from before the process listens until it ends. */
export interface IRunning {
  /** Settles once it knows what it needs; the process listens after that, or after its patience. */
  readonly ready: Promise<void>;
  start(): void;
  stop(): void;
}
