import * as z from 'zod';
import type { StoredItem } from '../store/dynamo-client';
import type { Fact } from './fact';

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)));

const TEST_BODY = z.object({
  result: z.enum(['negative', 'positive']),
  sampledAt: time,
  resultAt: time,
  laboratory: z.string(),
});
const VISIT_BODY = z.object({ areaCode: z.string(), enteredAt: time, leftAt: time });
const CORRECTION_BODY = z.object({
  corrects: z.string(),
  replacement: z.union([TEST_BODY, VISIT_BODY]).optional(),
});

const BASE = {
  personKey: z.string(),
  eventTime: time,
  source: z.string(),
  recordId: z.string(),
  digest: z.string(),
  receivedAt: z.string(),
};

const FACT = z.discriminatedUnion('kind', [
  z.object({ ...BASE, kind: z.literal('nucleic-acid-test'), body: TEST_BODY }),
  z.object({ ...BASE, kind: z.literal('visit'), body: VISIT_BODY }),
  z.object({ ...BASE, kind: z.literal('correction'), body: CORRECTION_BODY }),
]);

/** A stored item as a fact; undefined for kinds that a newer version of the service wrote. */
export function readFact(item: StoredItem, personKey: string): Fact | undefined {
  const parsed = FACT.safeParse({ ...item, personKey });
  return parsed.success ? parsed.data : undefined;
}
