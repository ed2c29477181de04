import * as z from 'zod';
import { EVACUATIONS_PATH, LIVENESS_PATH, REGIONAL_HEALTH_PATH } from '../health/health-routes';
import type { RouteSpec } from '../http/route';

const TEXT_TYPE = 'text/plain';

const COMMON = {
  method: 'GET',
  priority: 'exempt',
  caller: 'anyone',
  answerType: TEXT_TYPE,
  errors: [],
} as const;

/**
 * Routes that stand outside of the others' way: health is answered before anything else is looked at,
 * and in words that health checks search for.
 */
export const FIXED_SPECS: readonly RouteSpec[] = [
  {
    ...COMMON,
    path: LIVENESS_PATH,
    id: 'checkLiveness',
    summary: 'Says `ok` while this process lives; for the load balancer.',
    answer: z.string(),
  },
  {
    ...COMMON,
    path: REGIONAL_HEALTH_PATH,
    id: 'checkRegion',
    summary: 'Says `KAPOK-SERVING <region>`, or `KAPOK-LEFT <region>` after an evacuation.',
    answer: z.string(),
  },
  {
    ...COMMON,
    path: EVACUATIONS_PATH,
    id: 'checkEvacuation',
    summary:
      'Says `KAPOK-EVACUATED <region>` when this region speaks for the evacuation of that one, else answers 404.',
    params: z.object({ region: z.string() }),
    answer: z.string(),
  },
];
