import * as z from 'zod';
import type { StoredItem } from '../store/plain-item';
import {
  type CorrectionBody,
  type Fact,
  type FactBodies,
  ORDER_CLASSES,
  type StatementKind,
} from './fact';

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)));

const visitFields = { areaCode: z.string(), enteredAt: time, leftAt: time };

/** Bodies as they are stored, by kind. */
const BODIES = {
  'nucleic-acid-test': z.object({
    result: z.enum(['negative', 'positive']),
    sampledAt: time,
    resultAt: time,
    laboratory: z.string(),
  }),
  vaccination: z.object({
    product: z.string(),
    dose: z.union([z.number(), z.literal('booster')]),
    basicDoses: z.number(),
    vaccinatedAt: time,
  }),
  'vaccination-exemption': z.object({ from: time, until: time.optional() }),
  visit: z.object(visitFields),
  'health-declaration': z.object({
    declaredAt: time,
    temperature: z.number().optional(),
    symptoms: z.array(z.string()),
    contact: z.boolean(),
  }),
  'trip-declaration': z.object({ declaredAt: time, ...visitFields }),
  order: z.object({
    class: z.enum(ORDER_CLASSES),
    from: time,
    until: time.optional(),
    authority: z.string(),
  }),
  release: z.object({ releasedAt: time, authority: z.string() }),
  appeal: z.object({ appealedAt: time, reasonId: z.string(), text: z.string() }),
  family: z.object({
    state: z.enum(['bound', 'left']),
    memberKey: z.string(),
    relation: z.enum(['child', 'parent', 'spouse', 'other']),
    name: z.string(),
    at: time,
  }),
  'paper-code': z.object({ paperId: z.string(), issuedAt: time, validUntil: time }),
} satisfies { readonly [Kind in StatementKind]: z.ZodType<FactBodies[Kind]> };

const BASE = z.object({
  eventTime: time,
  source: z.string(),
  recordId: z.string(),
  digest: z.string(),
  receivedAt: z.string(),
});

const CORRECTION = z.object({ corrects: z.string(), replacement: z.unknown().optional() });

/** A stored item as a fact; undefined for kinds that a newer version of the service wrote. */
export function readFact(item: StoredItem, personKey: string): Fact | undefined {
  const { data } = BASE.safeParse(item);
  const { kind } = item;
  if (data === undefined) return undefined;
  const body = kind === 'correction' ? readCorrection(item.body) : readStatement(kind, item.body);
  if (body === undefined) return undefined;
  const { eventTime, source, recordId, digest, receivedAt } = data;
  // Written out: V8 gives each object made with `...` a shape of its own, and reads it the slow way.
  return { personKey, kind, eventTime, source, recordId, digest, receivedAt, body } as Fact;
}

function readStatement(kind: unknown, body: unknown): unknown {
  return isStatementKind(kind) ? BODIES[kind].safeParse(body).data : undefined;
}

/** A correction says what it corrects by its sort key, which begins with the kind. */
function readCorrection(data: unknown): CorrectionBody | undefined {
  const read = CORRECTION.safeParse(data);
  if (!read.success) return undefined;
  const { corrects, replacement } = read.data;
  if (replacement === undefined) return { corrects };
  const kind = corrects.split('#', 1)[0];
  if (!isStatementKind(kind)) return undefined;
  const body = BODIES[kind].safeParse(replacement);
  return body.success ? { corrects, replacement: body.data } : undefined;
}

function isStatementKind(kind: unknown): kind is StatementKind {
  return typeof kind === 'string' && Object.hasOwn(BODIES, kind);
}
