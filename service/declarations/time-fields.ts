import * as z from 'zod';
import type { IClock } from '../clock';
import { pastTimeField } from '../records/record-fields';

const DAY_SECONDS = 24 * 60 * 60;

/**
 * How old what a person states may be when it arrives: a phone that was out of reach sends it the next
 * day. Older ones could be made up to fit a colour.
 */
export const STATEMENT_AGE_SECONDS = DAY_SECONDS;

/** How far back a trip may begin: what is longer ago counts for no rule. */
export const TRIP_BACK_SECONDS = 30 * DAY_SECONDS;

/** How far ahead a trip may end. */
export const TRIP_AHEAD_SECONDS = 30 * DAY_SECONDS;

/** Longest text of a time with fractions and offset is below this. */
const MAX_TIME_LENGTH = 40;

/** When a person stated something: now, or while the phone was out of reach. */
export function statedField(clock: IClock) {
  return pastTimeField(clock).superRefine((text, context) => {
    if (clock.now() - Date.parse(text) <= STATEMENT_AGE_SECONDS * 1000) return;
    refuseTime(context, 'is more than a day ago');
  });
}

/** A time of a trip that was made or is planned; it is kept in UTC with milliseconds. */
export function tripTimeField(clock: IClock) {
  return z
    .string()
    .max(MAX_TIME_LENGTH)
    .pipe(z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time with its offset' }))
    .transform((text, context) => {
      const aheadMs = Date.parse(text) - clock.now();
      if (aheadMs >= -TRIP_BACK_SECONDS * 1000 && aheadMs <= TRIP_AHEAD_SECONDS * 1000) {
        return new Date(text).toISOString();
      }
      refuseTime(context, 'must lie within 30 days');
      return z.NEVER;
    });
}

function refuseTime(context: z.RefinementCtx, message: string): void {
  const params = { errorCode: 'KAPOK_FIELD_INVALID', fix: 'correct the time' };
  context.addIssue({ code: 'custom', message, params });
}
