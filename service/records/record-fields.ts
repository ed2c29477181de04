import * as z from 'zod';
import type { IClock } from '../clock';
import type { ErrorCode } from '../errors/error-codes';
import { containsResidentId } from '../people/resident-id';
import { isAreaCode } from './area-codes';

/** How far ahead of ours a source's clock may be. */
export const CLOCK_SKEW_SECONDS = 5 * 60;

/** Nothing this service knows of happened before December 2019. */
export const EARLIEST_EVENT_MS = Date.UTC(2019, 11, 1);

/** Nothing is ordered or excused for longer than ten years at once. */
export const LONGEST_TERM_SECONDS = 10 * 366 * 24 * 60 * 60;

/** Becomes part of a key, so it must not hold the keys' separator. */
const TOKEN = /^[A-Za-z0-9._-]{1,64}$/;

/** Longest text of a time with fractions and offset is below this. */
const MAX_TIME_LENGTH = 40;

/** A name a source chose: of itself or of a record. */
export function tokenField(clock: IClock) {
  return z
    .string()
    .regex(TOKEN, 'must be 1 to 64 letters, digits, dots, dashes or underscores')
    .superRefine((text, context) => refuseIdNumber(text, clock, context));
}

/** Free text that is kept with a fact. */
export function textField(clock: IClock, maxLength: number) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .superRefine((text, context) => refuseIdNumber(text, clock, context));
}

/** An instant that has come; it is kept in UTC with milliseconds. */
export function pastTimeField(clock: IClock) {
  return timeField(clock, {
    aheadSeconds: CLOCK_SKEW_SECONDS,
    fix: 'check the clock and the offset of the time',
  });
}

/** An instant that may lie ahead: the end of something. */
export function endTimeField(clock: IClock) {
  return timeField(clock, {
    aheadSeconds: LONGEST_TERM_SECONDS,
    fix: 'leave the end out where there is none',
  });
}

interface Ahead {
  readonly aheadSeconds: number;
  readonly fix: string;
}

function timeField(clock: IClock, { aheadSeconds, fix }: Ahead) {
  return z
    .string()
    .max(MAX_TIME_LENGTH)
    .pipe(z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time with its offset' }))
    .transform((text, context) => {
      const ms = Date.parse(text);
      if (!(ms >= EARLIEST_EVENT_MS)) {
        const message = 'must not be before December 2019';
        refuse(context, 'KAPOK_FIELD_INVALID', message, 'correct the time');
        return z.NEVER;
      }
      if (ms > clock.now() + aheadSeconds * 1000) {
        refuse(context, 'KAPOK_TIME_FUTURE', 'lies too far in the future', fix);
        return z.NEVER;
      }
      return new Date(ms).toISOString();
    });
}

/** A district as GB/T 2260 numbers it. */
export function areaCodeField() {
  return z.string().refine(isAreaCode, {
    params: { errorCode: 'KAPOK_FIELD_INVALID', fix: 'send the six digits of the district' },
    error: 'must be six digits of GB/T 2260, of a district or of a city without districts',
  });
}

/** Adds an issue for the earlier of two fields when it is the later one. */
export function refuseDisorder(
  [first, last]: readonly [string, string],
  values: Readonly<Record<string, unknown>>,
  context: z.RefinementCtx,
): void {
  // An end may be open. Both are UTC texts of one form by now, so they compare as times.
  if (values[last] === undefined) return;
  if (String(values[first]) <= String(values[last])) return;
  context.addIssue({
    code: 'custom',
    path: [last],
    message: `is before ${first}`,
    params: { errorCode: 'KAPOK_TIME_ORDER', fix: 'correct the two times' },
  });
}

/** What a source names things by is stored and answered in plain text. */
function refuseIdNumber(text: string, clock: IClock, context: z.RefinementCtx): void {
  if (!containsResidentId(text, clock.now())) return;
  refuse(
    context,
    'KAPOK_FIELD_INVALID',
    'holds an ID number',
    'use a number of your own that says nothing about a person',
  );
}

/** Adds an issue of one field, with what to change. */
export function refuse(
  context: z.RefinementCtx,
  errorCode: ErrorCode,
  message: string,
  fix: string,
): void {
  context.addIssue({ code: 'custom', message, params: { errorCode, fix } });
}
