/** Something that works beside the requests, from before the process listens until it ends. */
export interface IRunning {
  /** Settles once it knows what it needs; the process listens after that, or after its patience. */
  readonly ready: Promise<void>;
  start(): void;
  /** What is returned settles once what must not be lost is done; the process waits for it a while. */
  stop(): void | Promise<void>;
}

/**
 * Wall-clock time in which all parts end what must not be lost. Requests had 30 s before it, which makes
 * 40 of the 45 s after which the unit is killed.
 */
export const PARTS_DEADLINE_MS = 10_000;

/** Stops all and waits for those that say so, within `PARTS_DEADLINE_MS`; never throws. */
export async function stopAll(parts: readonly Pick<IRunning, 'stop'>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PARTS_DEADLINE_MS);
  });
  const ended = Promise.allSettled(parts.map(async (part) => part.stop()));
  await Promise.race([ended, late]);
  clearTimeout(timer);
}
