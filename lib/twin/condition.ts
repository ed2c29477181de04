/** Wall milliseconds between two looks at a condition. */
const LOOK_EVERY_MS = 25;

/**
 * Resolves once `holds` returns true; looks again every LOOK_EVERY_MS.
 * @throws what `onTimeout` makes when it does not hold within `timeoutMs` of wall time
 * @throws the signal's reason when aborted
 */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  options: {
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
    readonly onTimeout: () => Error;
  },
): Promise<void> {
  const deadline = Date.now() + options.timeoutMs;
  while (!(await holds())) {
    options.signal?.throwIfAborted();
    if (Date.now() > deadline) throw options.onTimeout();
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
