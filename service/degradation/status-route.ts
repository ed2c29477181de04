import * as z from 'zod';
import type { RouteSpec } from '../http/route';
import type { Routes } from '../http/routes';
import { LEVELS } from './service-level';
import { StatusSigner, type StatusSignerOptions } from './status';

/** Where phones, checkpoints and operators read what is served at the moment. */
export const STATUS_PATH = '/service-status';

const REASON = z.enum(['none', 'overload', 'store', 'pinned']);

const ANSWER = z.object({
  status: z.object({
    region: z.string(),
    instance: z.string(),
    level: z.literal(LEVELS),
    reason: REASON,
    since: z.iso.datetime(),
    pinned: z.boolean(),
    panels: z
      .array(
        z.object({
          panel: z.enum(['test', 'vaccination']),
          state: z.enum(['full', 'summary', 'off']),
          reason: REASON,
          until: z.iso.datetime().optional(),
        }),
      )
      .max(2),
    regions: z.array(
      z.object({ region: z.string(), origin: z.string(), state: z.enum(['serving', 'evacuated']) }),
    ),
    at: z.iso.datetime(),
  }),
  jws: z.string(),
});

/** The route as data. */
export const STATUS_SPEC = {
  method: 'GET',
  path: STATUS_PATH,
  id: 'serviceStatus',
  summary: 'What this region serves at the moment and why no more, signed.',
  priority: 'verify',
  caller: 'anyone',
  answer: ANSWER,
  errors: [],
} as const satisfies RouteSpec;

/** Adds `GET /service-status`. */
export function registerStatus<Caller>(routes: Routes<Caller>, options: StatusSignerOptions): void {
  const signer = new StatusSigner(options);
  routes.add(STATUS_SPEC, () => signer.current());
}
