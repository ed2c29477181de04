import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { IClock } from '../clock';
import { JSON_TYPE } from '../errors/error-responses';
import { validated } from '../errors/validation';
import { STORE_RETRY_SECONDS } from '../store/store-error';
import type { Ingestion } from './ingestion';
import { tokenField } from './record-fields';
import { type RecordReader, testReader, visitReader } from './record-kinds';

/** Most records of one request. */
export const MAX_BATCH = 100;

/** Longest body of a batch, bytes: 100 records of about 400, with room for wide characters. */
export const RECORDS_BODY_LIMIT = 128 * 1_024;

/** What the routes of the records need. */
export interface RecordRoutesOptions {
  readonly ingestion: Ingestion;
  readonly clock: IClock;
}

/** `POST /records/nucleic-acid-tests` and `POST /records/visits` take batches of partners. */
export function registerRecords(app: FastifyInstance, options: RecordRoutesOptions): void {
  const { clock } = options;
  register(app, options, '/records/nucleic-acid-tests', testReader(clock));
  register(app, options, '/records/visits', visitReader(clock));
}

function register(
  app: FastifyInstance,
  { ingestion, clock }: RecordRoutesOptions,
  path: string,
  reader: RecordReader,
): void {
  const envelope = z.strictObject({
    source: tokenField(clock),
    records: z.array(z.unknown()).min(1).max(MAX_BATCH),
  });
  app.post(path, { bodyLimit: RECORDS_BODY_LIMIT }, async (request, reply) => {
    const results = await ingestion.take({ ...validated(envelope, request.body), reader });
    if (results.some(({ status }) => status === 'failed')) {
      reply.header('retry-after', STORE_RETRY_SECONDS);
    }
    return reply.header('content-type', JSON_TYPE).send(JSON.stringify({ results }));
  });
}
