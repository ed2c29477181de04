import type { Clock } from './clock';

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

/**
 * Resolves at an instant of the clock, at once when it has passed.
 * @throws the signal's reason when aborted
 */
export function waitUntilInstant(
  clock: Clock,
  instantMs: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.after(Math.max(0, instantMs - clock.now()) / 1000, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
