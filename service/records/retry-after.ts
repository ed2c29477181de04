/** Whole seconds between once and twice the base, so that those told together come back apart. */
export function retryAfter(baseSeconds: number, random: () => number): number {
  return Math.ceil(baseSeconds * (1 + random()));
}
