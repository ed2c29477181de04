import { ERRORS, type ErrorCode } from '../../../service/errors/error-codes';
import { JSON_TYPE } from '../../../service/errors/error-responses';
import { checkAnswer } from '../fixtures/answer-check';
import type { FuzzRequest } from './fuzz-request';
import type { PersonalData } from './personal-data';
import type { RawAnswer } from './raw-http';

/** Errors that say that there is too much to do: due at any time. */
const SHEDDING: ReadonlySet<string> = new Set(['KAPOK_OVERLOAD', 'KAPOK_PANEL_OFF']);

/** Errors that say that a store does not answer: due while one does not, or has not a moment ago. */
const STORE_AWAY: ReadonlySet<string> = new Set([
  'KAPOK_STORE_UNAVAILABLE',
  'KAPOK_SHOW_STORED',
  'KAPOK_AUDIT_UNAVAILABLE',
]);

/** What an answer is judged by. */
export interface Circumstances {
  readonly personal: PersonalData;
  /** Whether a store may have failed. */
  readonly storeInTrouble: boolean;
  /** Whether phones may be told to show what they hold, whatever the stores do. */
  readonly showsStored: boolean;
}

/** The code of an answer that is an error. */
export function codeOf({ body }: RawAnswer): ErrorCode | undefined {
  return body.length === 0 ? undefined : JSON.parse(body.toString()).error?.code;
}

/**
 * What is wrong with an answer; undefined when nothing is. Of bytes that were no request, no request
 * is known.
 */
export function tryFindFault(
  answer: RawAnswer,
  circumstances: Circumstances,
  request?: FuzzRequest,
): string | undefined {
  const { status, headers, body } = answer;
  if (headers['x-kapok-region'] === undefined) return 'does not say its region';
  if (body.length > 0 && headers['content-type'] === undefined) return 'has no content-type';
  const given = personalIn(answer, circumstances.personal);
  if (given !== undefined) return `gives away ${given}`;
  if (status >= 400) return errorFault(answer, circumstances, request?.method);
  if (status !== 200 && status !== 204 && status !== 304) return 'has a status nobody defined';
  return request === undefined ? undefined : specFault(answer, request);
}

function personalIn({ headers, body }: RawAnswer, personal: PersonalData): string | undefined {
  // The caller's own, if it is well-formed.
  const { 'x-request-id': _, ...others } = headers;
  return personal.tryFind(JSON.stringify(others)) ?? personal.tryFind(body.toString());
}

function errorFault(
  answer: RawAnswer,
  { storeInTrouble, showsStored }: Circumstances,
  method?: string,
): string | undefined {
  const { status, headers, body } = answer;
  // The answer to a health check about a region that did not leave is one word.
  if (headers['content-type']?.startsWith('text/plain'))
    return status === 404 ? undefined : 'is no error of the service';
  if (headers['content-type'] !== JSON_TYPE) return 'is an error that is not JSON';
  if (method === 'HEAD') return status === 500 ? 'is a failure' : undefined;
  const { error } = JSON.parse(body.toString());
  const entry = ERRORS[error?.code as ErrorCode];
  if (entry === undefined) return 'has an error code nobody defined';
  if (entry.status !== status) return 'has a status that is not that of its code';
  if (typeof error.message !== 'string' || typeof error.fix !== 'string') return 'does not help';
  if (status < 500) return undefined;
  const isLevel = showsStored && error.code === 'KAPOK_SHOW_STORED';
  const isStore = storeInTrouble && STORE_AWAY.has(error.code);
  if (!SHEDDING.has(error.code) && !isStore && !isLevel) return 'is a failure that is not due';
  return headers['retry-after'] === undefined ? 'does not say when to come back' : undefined;
}

function specFault(answer: RawAnswer, { fleet, method, path }: FuzzRequest): string | undefined {
  try {
    const asked = { method: method as 'GET', url: path };
    const { status: statusCode, headers, body } = answer;
    checkAnswer(fleet.specs, asked, { statusCode, headers, body: body.toString() });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
