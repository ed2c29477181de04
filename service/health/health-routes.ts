import type { FastifyInstance, FastifyReply } from 'fastify';
import type { RegionStanding } from '../evacuation/region-standing';

/** Path of this process's own liveness, asked by the load balancer. */
export const LIVENESS_PATH = '/healthz';

/** Path of the region's health, asked by Route 53. */
export const REGIONAL_HEALTH_PATH = '/regional-health';

/** Path at which this region answers whether it speaks for the evacuation of another. */
export const EVACUATIONS_PATH = '/evacuations/:region';

/** What a region says while it serves; health checks look for these words. */
export function servingText(region: string): string {
  return `KAPOK-SERVING ${region}`;
}

/** What a region says that obeys its own evacuation. */
export function leftText(region: string): string {
  return `KAPOK-LEFT ${region}`;
}

/** What a region says that speaks for the evacuation of another. */
export function evacuatedText(region: string): string {
  return `KAPOK-EVACUATED ${region}`;
}

/** What the health paths need. */
export interface HealthRoutesOptions {
  readonly region: string;
  readonly standing: RegionStanding;
}

/**
 * The paths that decide where users go. They touch no store: what they say comes from the last good
 * copy, so that a slow store cannot take a region out of service.
 */
export function registerHealth(
  app: FastifyInstance,
  { region, standing }: HealthRoutesOptions,
): void {
  app.get(LIVENESS_PATH, (_request, reply) => say(reply, 200, 'ok'));
  app.get(REGIONAL_HEALTH_PATH, (_request, reply) =>
    // A status of 200 either way: checkers look for the words, and a region that was left on purpose must
    // not look like one that fails to the alarms that count faults.
    say(reply, 200, standing.hasLeft() ? leftText(region) : servingText(region)),
  );
  app.get<{ Params: { region: string } }>(EVACUATIONS_PATH, (request, reply) => {
    const evacuated = request.params.region;
    return standing.speaksFor(evacuated)
      ? say(reply, 200, evacuatedText(evacuated))
      : say(reply, 404, 'no evacuation');
  });
}

function say(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'text/plain; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(`${text}\n`);
}
