/** How long a phone shows one picture: the next one has another proof. */
export const EPOCH_SECONDS = 30;

/** Epochs that a picture may be from the verifier's own: it is drawn up to a minute before, or after. */
export const EPOCH_TOLERANCE = 1;

/** The number of the epoch in which an instant lies. */
export function epochOf(ms: number): number {
  return Math.floor(ms / (EPOCH_SECONDS * 1000));
}
