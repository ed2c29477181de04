import * as z from 'zod';
import type { IClock } from '../clock';
import type { IssueDetails } from '../errors/validation';
import { ID_TYPES, type IdType } from './id-types';
import { normaliseResidentId, residentIdProblem } from './resident-id';

/** Who is meant: a document that was well-formed and is normalised. */
export interface Identity {
  readonly idType: IdType;
  readonly idNumber: string;
}

/** Far above 18 characters in full width with spaces; what is longer is not worth normalising. */
const MAX_TYPED_LENGTH = 64;

const DETAILS: IssueDetails = {
  errorCode: 'KAPOK_ID_NUMBER',
  fix: 'check the 18 characters on the document',
};

/** The two fields that name a person, in every request that does. */
export function identityFields(clock: IClock) {
  return {
    idType: z.enum(ID_TYPES),
    idNumber: z
      .string()
      .max(MAX_TYPED_LENGTH)
      .transform((text, context) => {
        const number = normaliseResidentId(text);
        const message = residentIdProblem(number, clock.now());
        if (message !== undefined) {
          context.addIssue({ code: 'custom', message, params: { ...DETAILS } });
        }
        return number;
      }),
  };
}
