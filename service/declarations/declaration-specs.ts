import * as z from 'zod';
import { CHANNEL_PARAMS } from '../channels/channel-params';
import type { IClock } from '../clock';
import { MEMBER_QUERY } from '../family/member-query';
import { refuseDisorder, textField, tokenField } from '../records/record-fields';
import { APPEAL_REASONS, SYMPTOMS } from './choices';
import { statedField, tripTimeField } from './time-fields';

/** Temperatures that a thermometer for people shows, degrees Celsius. */
const COLDEST = 34;
const HOTTEST = 43;

/** Longest text of an appeal, characters: some ten lines on a phone. */
export const APPEAL_LENGTH = 500;

const STORED = z.object({
  status: z.enum(['stored', 'known']).describe('`known`: it had arrived before'),
  recordId: z.string(),
});

const ERRORS = [
  'KAPOK_TIME_FUTURE',
  'KAPOK_TIME_ORDER',
  'KAPOK_FACT_CONFLICT',
  'KAPOK_QUOTA',
  'KAPOK_STORE_UNAVAILABLE',
] as const;

const COMMON = {
  method: 'POST',
  caller: 'citizen',
  params: CHANNEL_PARAMS,
  answer: STORED,
  errors: ERRORS,
} as const;

function recordIdField(clock: IClock) {
  return tokenField(clock).describe(
    "The phone's own number: the same one repeats, and adds nothing",
  );
}

/** Interface 1: user health declaration. */
export function declareHealthRoute(clock: IClock) {
  return {
    ...COMMON,
    path: '/channels/:channel/declarations/health',
    id: 'declareHealth',
    summary: 'Takes how somebody says to be.',
    priority: 'ingest',
    body: z.strictObject({
      recordId: recordIdField(clock),
      declaredAt: statedField(clock),
      temperature: z.number().min(COLDEST).max(HOTTEST).optional().describe('Degrees Celsius'),
      symptoms: z.array(z.enum(SYMPTOMS)).max(SYMPTOMS.length),
      contact: z.boolean().describe('Contact with a case, as far as the person knows'),
    }),
  } as const;
}

/** Interface 2: user trip declaration. */
export function declareTripRoute(clock: IClock) {
  return {
    ...COMMON,
    path: '/channels/:channel/declarations/trip',
    id: 'declareTrip',
    summary: 'Takes where somebody says to have been, or to be going.',
    priority: 'ingest',
    body: z
      .strictObject({
        recordId: recordIdField(clock),
        declaredAt: statedField(clock),
        areaCode: z.string().regex(/^\d{6}$/, 'must be six digits of GB/T 2260'),
        enteredAt: tripTimeField(clock),
        leftAt: tripTimeField(clock),
      })
      .superRefine((body, context) => refuseDisorder(['enteredAt', 'leftAt'], body, context)),
  } as const;
}

/** Interface 7: correction of health data. */
export function appealRoute(clock: IClock) {
  return {
    ...COMMON,
    path: '/channels/:channel/appeals',
    id: 'appeal',
    summary:
      'Takes the objection of somebody to a record or to a colour, the own or that of a family member.',
    priority: 'rest',
    query: MEMBER_QUERY,
    errors: [...ERRORS, 'KAPOK_MEMBER_UNKNOWN'],
    body: z.strictObject({
      recordId: recordIdField(clock),
      appealedAt: statedField(clock),
      reasonId: z.enum(APPEAL_REASONS),
      text: textField(clock, APPEAL_LENGTH),
    }),
  } as const;
}
