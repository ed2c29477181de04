import * as z from 'zod';
import { CHANNEL_PARAMS } from '../channels/channel-params';
import type { IClock } from '../clock';
import { COLOUR, MASKED_NAME, REASON, TEST_PANEL, TIME, WAY_OUT } from '../http/answer-parts';
import { identityFields } from '../people/identity';
import { PURPOSES } from './purposes';

/** Longest paper code, characters: header 80, claims 330, signature 86, and room for longer names. */
export const PAPER_LENGTH = 1_024;

/** What staff see of a person. */
export const LOOK_UP_ANSWER = z.object({
  colour: COLOUR,
  reason: REASON,
  wayOut: WAY_OUT.optional(),
  test: TEST_PANEL.optional(),
  ruleVersion: z.string(),
  asOf: TIME,
});

/** What staff see of a paper code; of one that does not hold, only that. */
export const PAPER_ANSWER = LOOK_UP_ANSWER.partial().extend({
  standing: z.enum(['holds', 'replaced', 'expired']),
  name: MASKED_NAME.optional(),
  validUntil: TIME.optional(),
});

/** `POST .../staff/look-up`. */
export function lookUpRoute(clock: IClock) {
  return {
    method: 'POST',
    path: '/channels/:channel/staff/look-up',
    id: 'lookUpPerson',
    summary:
      'The colour of a person whose ID a member of staff has at hand; every reading is put on record before it happens.',
    priority: 'rest',
    caller: 'staff',
    params: CHANNEL_PARAMS,
    body: z.strictObject({ ...identityFields(clock), purpose: z.enum(PURPOSES) }),
    answer: LOOK_UP_ANSWER,
    errors: [
      'KAPOK_ID_NUMBER',
      'KAPOK_QUOTA',
      'KAPOK_AUDIT_UNAVAILABLE',
      'KAPOK_STORE_UNAVAILABLE',
    ],
  } as const;
}

/** `POST .../paper-codes/read`. */
export const READ_PAPER_ROUTE = {
  method: 'POST',
  path: '/channels/:channel/paper-codes/read',
  id: 'readPaperCode',
  summary:
    'Colour and masked name behind a code on paper, and whether it still holds; put on record like a look-up.',
  priority: 'verify',
  caller: 'staff',
  params: CHANNEL_PARAMS,
  body: z.strictObject({ paper: z.string().min(1).max(PAPER_LENGTH) }),
  answer: PAPER_ANSWER,
  errors: [
    'KAPOK_PAPER_UNKNOWN',
    'KAPOK_QUOTA',
    'KAPOK_AUDIT_UNAVAILABLE',
    'KAPOK_STORE_UNAVAILABLE',
  ],
} as const;
