import * as z from 'zod';

/** A time in an answer. */
export const TIME = z.iso.datetime().describe('ISO 8601 in UTC');

/** A text for people. */
export const TEXT = z
  .object({ en: z.string(), zh: z.string() })
  .describe('A text for people, in both languages of the page');

/** What a code can say. */
export const COLOUR = z.enum(['red', 'yellow', 'green', 'unknown']);

/** Where to object. */
export const APPEAL = z
  .string()
  .describe(
    "Path, with its query where the code is a family member's, to post an objection to; absent for green",
  );

/** Why a code says it. */
export const REASON = z.object({ id: z.string(), text: TEXT });

/** How to get out of a colour. */
export const WAY_OUT = REASON.extend({
  testsDone: z.number().int().optional(),
  testsNeeded: z.number().int().optional(),
  nextSampleFrom: TIME.optional(),
  endsAt: TIME.optional(),
});

/** The newest test beside a code. */
export const TEST_PANEL = z.object({
  result: z.enum(['negative', 'positive']),
  sampledAt: TIME,
  withinHours: z.number().optional(),
  withinDays: z.number().int().optional(),
});

/** The state of vaccination beside a code. */
export const VACCINATION_PANEL = z.object({
  state: z.enum(['booster-done', 'basic-done', 'basic-not-done', 'not-suitable', 'no-record']),
  lastAt: TIME.optional(),
});

/** A name of which only the first character is seen. */
export const MASKED_NAME = z.string().describe('Masked: all but the first character is hidden');
