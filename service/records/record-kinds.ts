import * as z from 'zod';
import type { IClock } from '../clock';
import { validated } from '../errors/validation';
import type { TestBody, VisitBody } from '../facts/fact';
import { type Identity, identityFields } from '../people/identity';
import { pastTimeField, refuseDisorder, textField, tokenField } from './record-fields';

/** Longest name of a laboratory. */
export const LABORATORY_LENGTH = 100;

/** A record once it is validated: who, when and what. */
export interface ReadRecord<Kind extends string, Body> {
  readonly kind: Kind;
  readonly identity: Identity;
  readonly recordId: string;
  readonly eventTime: string;
  readonly body: Body;
}

/** A validated record of any kind. */
export type AnyRecord = ReadRecord<'nucleic-acid-test', TestBody> | ReadRecord<'visit', VisitBody>;

/** Reads one record of a kind; throws a ServiceError for one that is not valid. */
export type RecordReader = (data: unknown) => AnyRecord;

/** Reads results of nucleic-acid tests. */
export function testReader(clock: IClock): RecordReader {
  const schema = z
    .strictObject({
      recordId: tokenField(clock),
      ...identityFields(clock),
      sampledAt: pastTimeField(clock),
      result: z.enum(['negative', 'positive']),
      resultAt: pastTimeField(clock),
      laboratory: textField(clock, LABORATORY_LENGTH),
    })
    .superRefine((record, context) => refuseDisorder(['sampledAt', 'resultAt'], record, context));
  return (data) => {
    const { recordId, idType, idNumber, ...body } = validated(schema, data);
    return {
      kind: 'nucleic-acid-test',
      identity: { idType, idNumber },
      recordId,
      eventTime: body.sampledAt,
      body,
    };
  };
}

/** Reads stays in districts. */
export function visitReader(clock: IClock): RecordReader {
  const schema = z
    .strictObject({
      recordId: tokenField(clock),
      ...identityFields(clock),
      areaCode: z.string().regex(/^\d{6}$/, 'must be six digits of GB/T 2260'),
      enteredAt: pastTimeField(clock),
      leftAt: pastTimeField(clock),
    })
    .superRefine((record, context) => refuseDisorder(['enteredAt', 'leftAt'], record, context));
  return (data) => {
    const { recordId, idType, idNumber, ...body } = validated(schema, data);
    return {
      kind: 'visit',
      identity: { idType, idNumber },
      recordId,
      eventTime: body.enteredAt,
      body,
    };
  };
}
