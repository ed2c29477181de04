/** Path of a process's own liveness, asked by its load balancer. */
export const LIVENESS_PATH = '/healthz';

/** Path of a region's health, asked by Route 53. */
export const REGIONAL_HEALTH_PATH = '/regional-health';

/** What a region says at `REGIONAL_HEALTH_PATH` while it serves. */
export function servingText(region: string): string {
  return `KAPOK-SERVING ${region}`;
}

/** Path at which a region answers whether it speaks for the evacuation of another. */
export function evacuationPath(region: string): string {
  return `/evacuations/${region}`;
}

/** What a region says at `evacuationPath` while it speaks for the evacuation. */
export function evacuatedText(region: string): string {
  return `KAPOK-EVACUATED ${region}`;
}
