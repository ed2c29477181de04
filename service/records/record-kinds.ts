import * as z from 'zod';
import type { IClock } from '../clock';
import { ServiceError } from '../errors/service-error';
import { validated } from '../errors/validation';
import type { CorrectionBody, Fact } from '../facts/fact';
import type { KeyOwner } from '../keys/key-register';
import { type Identity, identityFields } from '../people/identity';
import { pastTimeField, tokenField } from './record-fields';
import { PARTNER_KINDS, type PartnerKind, type Statement, statements } from './statements';

/** Kinds of records, as routes and quarantined batches name them. */
export const RECORD_KINDS = [...PARTNER_KINDS, 'correction'] as const;

/** One of `RECORD_KINDS`. */
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Who sends records, as the register of keys has it. */
export type SourceOwner = Extract<KeyOwner, { role: 'source' }>;

/** A record once it is validated: who, when and what. */
export interface ReadRecord {
  readonly kind: RecordKind;
  readonly identity: Identity;
  readonly recordId: string;
  readonly eventTime: string;
  readonly body: Fact['body'];
}

/** How records of one kind are read. */
export interface RecordReader {
  /** What a record must be. */
  readonly schema: z.ZodType;
  /** Reads one record; throws a ServiceError for one that is not valid. */
  read(data: unknown, source: SourceOwner): ReadRecord;
}

/** The readers of all kinds. */
export function recordReaders(clock: IClock): Readonly<Record<RecordKind, RecordReader>> {
  const all = statements(clock);
  const readers = PARTNER_KINDS.map((kind) => [kind, statementReader(kind, all[kind], clock)]);
  return { ...Object.fromEntries(readers), correction: correctionReader(all, clock) };
}

function statementReader(kind: PartnerKind, statement: Statement, clock: IClock): RecordReader {
  const { fields, event } = statement;
  const schema = objectOf({ ...personFields(clock), ...fields }, statement);
  return {
    schema,
    read(data) {
      const { recordId, idType, idNumber, ...body } = validated(schema, data) as PersonFields;
      const eventTime = (body as Record<string, unknown>)[event] as string;
      const identity = { idType, idNumber };
      return { kind, identity, recordId, eventTime, body: body as unknown as Fact['body'] };
    },
  };
}

/** `<kind>#<time>#<source>#<recordId>#<digest>`, as it was acknowledged. */
const FACT_KEY =
  /^([a-z-]+)#\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#([A-Za-z0-9._-]{1,64})#[A-Za-z0-9._-]{1,64}#[0-9a-f]{16}$/;

function correctionReader(
  all: Readonly<Record<PartnerKind, Statement>>,
  clock: IClock,
): RecordReader {
  const schema = z.strictObject({
    ...personFields(clock),
    correctedAt: pastTimeField(clock),
    corrects: z.string().regex(FACT_KEY, 'must be the factKey.fact of an acknowledgement'),
    replacement: z.looseObject({}).optional(),
  });
  return {
    schema,
    read(data, source) {
      const read = validated(schema, data);
      const { recordId, idType, idNumber, correctedAt, corrects } = read;
      const kind = correctedKind(corrects, source);
      const replacement =
        read.replacement === undefined ? undefined : readReplacement(read.replacement, all[kind]);
      const body: CorrectionBody = { corrects, ...(replacement && { replacement }) };
      const identity = { idType, idNumber };
      return { kind: 'correction', identity, recordId, eventTime: correctedAt, body };
    },
  };
}

/** What one source said only the same source takes back, and only while it may still say it. */
function correctedKind(corrects: string, { source, kinds }: SourceOwner): PartnerKind {
  const [, kind, sender] = FACT_KEY.exec(corrects) ?? [];
  const known = PARTNER_KINDS.find((each) => each === kind);
  if (sender !== source) {
    throw new ServiceError('KAPOK_FIELD_INVALID', 'corrects names a fact of another source', {
      field: 'corrects',
      fix: 'ask the source of the fact to correct it',
    });
  }
  if (known === undefined || !kinds.includes(known)) throw kindNotAllowed(kinds);
  return known;
}

function readReplacement(data: unknown, statement: Statement): CorrectionBody['replacement'] {
  const schema = z.object({ replacement: objectOf(statement.fields, statement) });
  return validated(schema, { replacement: data }).replacement as CorrectionBody['replacement'];
}

function objectOf(fields: z.ZodRawShape, { check }: Statement): z.ZodType {
  const schema = z.strictObject(fields);
  return check === undefined ? schema : schema.superRefine(check);
}

interface PersonFields extends Identity {
  readonly recordId: string;
}

function personFields(clock: IClock) {
  return { recordId: tokenField(clock), ...identityFields(clock) };
}

/** The source may not send what it sent. */
export function kindNotAllowed(allowed: readonly string[]): ServiceError {
  return new ServiceError('KAPOK_KIND_NOT_ALLOWED', 'the source may not send this kind', {
    allowed,
    fix: 'send the kinds in `allowed`; the register of keys says which they are',
  });
}
