import type { IdType } from './id-types';
import { normaliseResidentId, residencePermitProblem, residentIdProblem } from './resident-id';

/**
 * Forms of the numbers that have no published check. A passport has 9 characters at most by ICAO
 * 9303, some states print more; 17 keep every resident-ID number, of 18, from passing for one, which
 * would give a person a second key.
 */
const FORMS = {
  // H for Hong Kong or M for Macau and 8 digits; cards until 2013 add 2 digits of their edition.
  '14': /^[HM]\d{8}(\d{2})?$/,
  // 8 digits on the card of five years, 10 and a letter on the booklets before it.
  '15': /^\d{8}(\d{2}[A-Z]?)?$/,
  '20': /^(?=.*\d)[A-Z0-9]{5,17}$/,
} as const satisfies Partial<Record<IdType, RegExp>>;

/** Three letters of the state, four of the place, and the rest digits: the card until 2023. */
const PERMIT_BEFORE_2023 = /^[A-Z]{3}\d{12}$/;

/** One form for all ways in which people type a number. */
export function normaliseIdNumber(text: string): string {
  return normaliseResidentId(text).replace(/[()-]/g, '');
}

/** What keeps a normalised text from being a number of this kind of document, if anything does. */
export function idNumberProblem(idType: IdType, number: string, nowMs: number): string | undefined {
  if (idType === '10') return residentIdProblem(number, nowMs);
  if (idType !== '34') return FORMS[idType].test(number) ? undefined : NOT_OF_THE_KIND;
  return PERMIT_BEFORE_2023.test(number) ? undefined : residencePermitProblem(number, nowMs);
}

const NOT_OF_THE_KIND = 'must have the form of this kind of document';
