import { z } from 'zod';
import { CLOCK_PATTERN, END_PATTERN } from './clock-notation';
import { REQUESTS_PER_MINUTE_LIMIT } from './schema';
import { textOf } from './text-schema';

const clock = textOf(CLOCK_PATTERN, 'a time of day HH:MM, 00:00 to 23:59');
const end = textOf(END_PATTERN, 'a time of day HH:MM, 00:00 to 24:00');
const requestsPerMinute = z.number().min(0).max(REQUESTS_PER_MINUTE_LIMIT);

/** A scenario file as it is written. */
export const scenarioFileSchema = z.strictObject({
  name: textOf(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and hyphens'),
  title: z.string(),
  timeZone: z.string(),
  date: textOf(/^[12]\d{3}-\d{2}-\d{2}$/, 'YYYY-MM-DD'),
  window: z.strictObject({ from: clock, to: end }),
  demand: z.strictObject({
    /** Says in one line what the curve is: measured, published or reconstructed. */
    label: z.string(),
    requestsPerMinute: z
      .record(z.string().regex(CLOCK_PATTERN, { error: 'HH:MM' }), requestsPerMinute)
      .refine((points) => Object.keys(points).length > 0, { error: 'at least one point' }),
  }),
  faults: z.strictObject({ regionLostAt: clock, regionReturnsAt: clock }),
  sources: z.record(z.string(), z.string()).default({}),
  timeline: z
    .array(z.strictObject({ at: clock, event: z.string(), source: z.string() }))
    .default([]),
});

/** A scenario file whose shape is right. */
export type ScenarioFile = z.infer<typeof scenarioFileSchema>;
