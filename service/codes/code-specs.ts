import * as z from 'zod';
import { CHANNEL_PARAMS } from '../channels/channel-params';
import type { RouteSpec } from '../http/route';
import { DEVICE_HEADER, DEVICE_KEY } from './device-key';
import { SHOWN_CODE } from './shown-code';

/** Longest body of a request for a code, bytes: it is not read, but for the canary's 50 of them. */
export const CODE_BODY_LIMIT = 1_024;

/** Longest number of a family member, characters. */
const MEMBER_LENGTH = 128;

const SHARED = {
  method: 'POST',
  caller: 'citizen',
  params: CHANNEL_PARAMS,
  headers: z.object({
    [DEVICE_HEADER]: z
      .string()
      .regex(DEVICE_KEY)
      .optional()
      .describe(
        'Public key of the phone: a compressed point of P-256, 33 bytes in base64url. The credential is bound to it (claim `cnf.dev`), so that pictures of the code by others do not verify.',
      ),
  }),
  query: z.strictObject({
    member: z
      .string()
      .min(1)
      .max(MEMBER_LENGTH)
      .optional()
      .describe('id of a family member whose code is shown instead'),
  }),
  bodyLimit: CODE_BODY_LIMIT,
  answer: SHOWN_CODE,
  answerHeaders: ['age'],
  errors: ['KAPOK_MEMBER_UNKNOWN', 'KAPOK_SHOW_STORED'],
} as const satisfies Partial<RouteSpec>;

/** Shows a person's code. */
export const SHOW_CODE = {
  ...SHARED,
  path: '/channels/:channel/code',
  id: 'showCode',
  summary: 'Shows the code of the person whom the token names, or of a member of the family.',
  priority: 'show-code',
} as const satisfies RouteSpec;

/** Shows a person's code as it is now. */
export const REFRESH_CODE = {
  ...SHARED,
  path: '/channels/:channel/code/refresh',
  id: 'refreshCode',
  summary: 'Shows the code as the records say it now; refused when there is too much to do.',
  priority: 'refresh',
} as const satisfies RouteSpec;
