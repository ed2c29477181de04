import * as z from 'zod';
import { CHANNEL_PARAMS } from '../channels/channel-params';
import { MEMBER_QUERY } from '../family/member-query';
import {
  APPEAL,
  COLOUR,
  MASKED_NAME,
  REASON,
  TEST_PANEL,
  TIME,
  VACCINATION_PANEL,
  WAY_OUT,
} from '../http/answer-parts';

/** Tests listed at most, the newest first. */
export const TESTS_LISTED = 10;

/** The answer of `GET .../me/health`. */
export const HEALTH_ANSWER = z.object({
  colour: COLOUR,
  reason: REASON,
  wayOut: WAY_OUT.optional(),
  appeal: APPEAL.optional(),
  name: MASKED_NAME.optional(),
  test: TEST_PANEL.optional(),
  vaccination: VACCINATION_PANEL.optional(),
  sources: z
    .record(z.string(), TIME)
    .describe('When the newest record of each kind happened, of those this region has'),
  ruleVersion: z.string(),
  asOf: TIME,
});

/** The answer of `GET .../me/tests`. */
export const TESTS_ANSWER = z.object({
  panel: TEST_PANEL.optional(),
  tests: z
    .array(
      z.object({
        result: z.enum(['negative', 'positive']),
        sampledAt: TIME,
        resultAt: TIME,
        laboratory: z.string(),
      }),
    )
    .max(TESTS_LISTED)
    .describe('The newest first'),
  asOf: TIME,
});

/** The answer of `GET .../me/vaccinations`. */
export const VACCINATIONS_ANSWER = VACCINATION_PANEL.partial().extend({
  doses: z
    .array(
      z.object({
        product: z.string(),
        dose: z.union([z.number().int(), z.literal('booster')]),
        basicDoses: z.number().int(),
        vaccinatedAt: TIME,
      }),
    )
    .describe('The newest first'),
  asOf: TIME,
});

/** Interface 3: user health query. */
export const HEALTH_ROUTE = {
  method: 'GET',
  path: '/channels/:channel/me/health',
  id: 'queryHealth',
  summary:
    'What is known of the health of the person or a family member: colour, reason, way out, panels and their sources.',
  priority: 'rest',
  caller: 'citizen',
  params: CHANNEL_PARAMS,
  query: MEMBER_QUERY,
  answer: HEALTH_ANSWER,
  errors: ['KAPOK_MEMBER_UNKNOWN', 'KAPOK_STORE_UNAVAILABLE'],
} as const;

/** The panel of tests. */
export const TESTS_ROUTE = {
  method: 'GET',
  path: '/channels/:channel/me/tests',
  id: 'listTests',
  summary: 'The newest nucleic-acid tests; off from level 2 on, when the code has a summary.',
  priority: 'test-panel',
  caller: 'citizen',
  params: CHANNEL_PARAMS,
  query: MEMBER_QUERY,
  answer: TESTS_ANSWER,
  errors: ['KAPOK_MEMBER_UNKNOWN', 'KAPOK_PANEL_OFF', 'KAPOK_STORE_UNAVAILABLE'],
} as const;

/** The panel of vaccinations. */
export const VACCINATIONS_ROUTE = {
  method: 'GET',
  path: '/channels/:channel/me/vaccinations',
  id: 'listVaccinations',
  summary: 'The vaccinations; off from level 1 on.',
  priority: 'vaccination-panel',
  caller: 'citizen',
  params: CHANNEL_PARAMS,
  query: MEMBER_QUERY,
  answer: VACCINATIONS_ANSWER,
  errors: ['KAPOK_MEMBER_UNKNOWN', 'KAPOK_PANEL_OFF', 'KAPOK_STORE_UNAVAILABLE'],
} as const;
