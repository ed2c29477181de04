import * as z from 'zod';
import type { IClock } from '../clock';
import { ServiceError } from '../errors/service-error';
import type { IssueDetails } from '../errors/validation';
import { idNumberProblem, normaliseIdNumber } from './id-number';
import { ID_TYPE_TEXTS, ID_TYPES, type IdType } from './id-types';
import { residentIdProblem } from './resident-id';

/** Who is meant: a document that was well-formed and is normalised. */
export interface Identity {
  readonly idType: IdType;
  readonly idNumber: string;
}

/** Far above 18 characters in full width with spaces; what is longer is not worth normalising. */
const MAX_TYPED_LENGTH = 64;

const FIX = 'check the number and the kind of the document';

/** The kinds in words; a passport is known without the state that issued it. */
const ID_TYPES_TEXT = `Kind of the identity document: ${ID_TYPES.map(
  (idType) => `\`${idType}\` ${ID_TYPE_TEXTS[idType].en} (${ID_TYPE_TEXTS[idType].zh})`,
).join(', ')}. Passports are taken without the state that issued them.`;

const DETAILS: IssueDetails = { errorCode: 'KAPOK_ID_NUMBER', fix: FIX };

/**
 * The two fields that name a person, in every request that does. A number that no kind of document
 * has is refused here; that it fits its own kind is seen to where it becomes a key (`PersonKeys`).
 */
export function identityFields(clock: IClock) {
  return {
    idType: z.enum(ID_TYPES).describe(ID_TYPES_TEXT),
    idNumber: z
      .string()
      .max(MAX_TYPED_LENGTH)
      .transform((text, context) => {
        const number = normaliseIdNumber(text);
        const nowMs = clock.now();
        if (ID_TYPES.every((idType) => idNumberProblem(idType, number, nowMs) !== undefined)) {
          // The problem of nearly everybody's document: the most help to most people.
          const message = residentIdProblem(number, nowMs) ?? 'is not valid';
          context.addIssue({ code: 'custom', message, params: { ...DETAILS } });
        }
        return number;
      })
      .describe('Number of the document, as people type it'),
  };
}

/**
 * Refuses a number that is none of its kind, so that nobody can be known under two keys.
 * @throws ServiceError `KAPOK_ID_NUMBER`
 */
export function requireFittingNumber({ idType, idNumber }: Identity): void {
  // Dates of birth in the future were refused before, by who knows what time it is.
  const problem = idNumberProblem(idType, idNumber, Number.POSITIVE_INFINITY);
  if (problem === undefined) return;
  throw new ServiceError('KAPOK_ID_NUMBER', `idNumber ${problem}`, {
    field: 'idNumber',
    fix: FIX,
  });
}
