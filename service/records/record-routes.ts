import type { FastifyReply } from 'fastify';
import * as z from 'zod';
import type { IClock } from '../clock';
import { jitteredSeconds } from '../http/retry-after';
import type { RouteSpec } from '../http/route';
import type { Routes } from '../http/routes';
import type { KeyOwner } from '../keys/key-register';
import type { PartnerCaller, SourceCaller } from '../signatures/authenticate';
import { STORE_RETRY_SECONDS } from '../store/store-error';
import type { Ingestion, RecordResult } from './ingestion';
import {
  kindNotAllowed,
  RECORD_KINDS,
  type RecordKind,
  type RecordReader,
  recordReaders,
} from './record-kinds';
import { MAX_BATCH, RECORDS_BODY_LIMIT } from './record-limits';
import type { SourceQuotas } from './source-quota';
import type { SourceShares } from './source-share';

/** What the routes of the records need. */
export interface RecordRoutesOptions {
  readonly ingestion: Ingestion;
  readonly quotas: SourceQuotas;
  readonly shares: SourceShares;
  readonly clock: IClock;
  readonly random: () => number;
}

const RESULT = z.object({
  recordId: z.string().nullable(),
  status: z.enum(['stored', 'known', 'conflict', 'quarantined', 'rejected', 'failed']),
  factKey: z.object({ person: z.string(), fact: z.string() }).optional(),
  batchId: z.string().optional(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      field: z.string().optional(),
      allowed: z.array(z.string()).optional(),
      fix: z.string(),
    })
    .optional(),
});

const ERRORS = [
  'KAPOK_SIGNATURE_MISSING',
  'KAPOK_SIGNATURE_INVALID',
  'KAPOK_SIGNATURE_EXPIRED',
  'KAPOK_SIGNATURE_REPLAYED',
  'KAPOK_BODY_DIGEST',
  'KAPOK_SCOPE',
  'KAPOK_KIND_NOT_ALLOWED',
  'KAPOK_QUOTA',
  'KAPOK_STORE_UNAVAILABLE',
] as const;

/** `POST /records/<kinds>` takes batches of partners, one route for each kind. */
export function addRecords(routes: Routes<PartnerCaller>, options: RecordRoutesOptions): void {
  const readers = recordReaders(options.clock);
  for (const kind of RECORD_KINDS) addKind(routes, options, kind, readers[kind]);
}

function addKind(
  routes: Routes<PartnerCaller>,
  { ingestion, quotas, shares, random }: RecordRoutesOptions,
  kind: RecordKind,
  reader: RecordReader,
): void {
  routes.add(
    {
      method: 'POST',
      path: pathOf(kind),
      id: `take-${kind}s`.replace(/-./g, (dash) => dash.slice(1).toUpperCase()),
      summary: `Takes records of kind ${kind}; every record of the batch has its own result.`,
      priority: 'ingest',
      caller: 'source',
      query: z.strictObject({}),
      // Records are validated one by one, so the envelope only describes them.
      body: z.strictObject({ records: z.array(described(reader)).min(1).max(MAX_BATCH) }),
      bodyLimit: RECORDS_BODY_LIMIT,
      answer: z.object({ results: z.array(RESULT) }),
      errors: ERRORS,
    },
    async ({ body, caller }, reply) => {
      const { records } = body as { readonly records: readonly unknown[] };
      const { owner } = caller as SourceCaller;
      const results = await shares.within(owner.source, async () => {
        quotas.take(owner, records.length);
        return ingestion.take({ caller: caller as SourceCaller, kind, records, reader });
      });
      adviseRetry(reply, results, random);
      return { results };
    },
  );
}

/**
 * Turns a source away from the route of a kind that it may not send; what a correction corrects is
 * looked at record by record.
 * @throws ServiceError `KAPOK_KIND_NOT_ALLOWED`
 */
export function refuseKind({ path }: Pick<RouteSpec, 'path'>, owner: KeyOwner): void {
  const kind = RECORD_KINDS.find((one) => path === pathOf(one));
  if (kind === undefined || kind === 'correction' || owner.role !== 'source') return;
  if (!owner.kinds.includes(kind)) throw kindNotAllowed(owner.kinds);
}

function pathOf(kind: RecordKind): string {
  return `/records/${kind}s`;
}

function adviseRetry(
  reply: FastifyReply,
  results: readonly RecordResult[],
  random: () => number,
): void {
  if (!results.some(({ status }) => status === 'failed')) return;
  reply.header('retry-after', jitteredSeconds(STORE_RETRY_SECONDS, random));
}

function described({ schema }: RecordReader): z.ZodType {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return z.unknown().meta(json);
}
