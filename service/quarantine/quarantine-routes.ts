import * as z from 'zod';
import type { Routes } from '../http/routes';
import { RECORD_KINDS } from '../records/record-kinds';
import type { PartnerCaller, SupervisorCaller } from '../signatures/authenticate';
import type { Quarantine } from './quarantine';
import { BATCH_ID_DIGITS } from './quarantined-batch';

const LISTED = z.object({
  batchId: z.string(),
  source: z.string(),
  kind: z.enum(RECORD_KINDS),
  records: z.number().int(),
  people: z.number().int(),
  turned: z.number().int(),
  at: z.iso.datetime(),
  state: z.enum(['open', 'rejected', 'releasing', 'released']),
  by: z.string().optional(),
});

const PARAMS = z.object({
  batch: z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${BATCH_ID_DIGITS}}$`), 'must be a `batchId` of the list'),
});

const ERRORS = [
  'KAPOK_SIGNATURE_MISSING',
  'KAPOK_SIGNATURE_INVALID',
  'KAPOK_SIGNATURE_EXPIRED',
  'KAPOK_SIGNATURE_REPLAYED',
  'KAPOK_SCOPE',
  'KAPOK_STORE_UNAVAILABLE',
] as const;

/** Supervisors list the batches in quarantine, and release or reject each. */
export function addQuarantine(routes: Routes<PartnerCaller>, quarantine: Quarantine): void {
  const shared = { priority: 'ingest', caller: 'supervisor' } as const;
  routes.add(
    {
      ...shared,
      method: 'GET',
      path: '/quarantine',
      id: 'listQuarantine',
      summary: 'Lists the batches that wait for a second person, and what became of earlier ones.',
      query: z.strictObject({}),
      answer: z.object({ batches: z.array(LISTED) }),
      errors: ERRORS,
    },
    async () => ({ batches: await quarantine.list() }),
  );
  for (const verdict of ['release', 'reject'] as const) {
    const what = verdict === 'release' ? 'Stores all of a batch' : 'Refuses a batch for good';
    routes.add(
      {
        ...shared,
        method: 'POST',
        path: `/quarantine/:batch/${verdict}`,
        id: `${verdict}Batch`,
        summary: `${what}; of several people who decide the first one's word holds.`,
        params: PARAMS,
        answer: LISTED,
        errors: [...ERRORS, 'KAPOK_QUARANTINE_UNKNOWN', 'KAPOK_QUARANTINE_DECIDED'],
      },
      ({ params, caller }) => quarantine[verdict](params.batch, caller as SupervisorCaller),
    );
  }
}
