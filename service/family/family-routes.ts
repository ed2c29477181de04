import * as z from 'zod';
import type { ChannelCaller, CitizenCaller } from '../channels/channel-caller';
import { CHANNEL_PARAMS } from '../channels/channel-params';
import { TOKEN_LENGTH } from '../channels/channel-tokens';
import type { Quota } from '../channels/quota';
import { MASKED_NAME, TIME } from '../http/answer-parts';
import type { Routes } from '../http/routes';
import type { Family } from './family';
import { FAMILY_LIMIT } from './family-circle';
import { MEMBER_ID } from './member-query';

const RELATION = z.enum(['child', 'parent', 'spouse', 'other']);

const MEMBER = z.object({
  id: z.string().describe('Names the member in `?member=` of the routes that show a code'),
  name: MASKED_NAME,
  relation: RELATION,
  since: TIME,
});

/** `GET .../me/family`. */
export const LIST_FAMILY_ROUTE = {
  method: 'GET',
  path: '/channels/:channel/me/family',
  id: 'listFamily',
  summary: 'Whose codes the person may show beside the own.',
  priority: 'rest',
  caller: 'citizen',
  params: CHANNEL_PARAMS,
  answer: z.object({ members: z.array(MEMBER).max(FAMILY_LIMIT), limit: z.literal(FAMILY_LIMIT) }),
  errors: ['KAPOK_STORE_UNAVAILABLE'],
} as const;

/** `POST .../me/family`. */
export const BIND_MEMBER_ROUTE = {
  method: 'POST',
  path: '/channels/:channel/me/family',
  id: 'addFamilyMember',
  summary: `Adds somebody whose code the person may show, ${FAMILY_LIMIT} at most at once.`,
  priority: 'rest',
  caller: 'citizen',
  params: CHANNEL_PARAMS,
  body: z.strictObject({
    memberToken: z
      .string()
      .min(1)
      .max(TOKEN_LENGTH)
      .describe('A citizen token of the same channel: proves who the member is and agrees'),
    relation: RELATION,
  }),
  answer: z.object({ member: MEMBER }),
  errors: ['KAPOK_FAMILY_FULL', 'KAPOK_QUOTA', 'KAPOK_STORE_UNAVAILABLE'],
} as const;

/** `POST .../me/family/:member/leave`. */
export const LEAVE_ROUTE = {
  method: 'POST',
  path: '/channels/:channel/me/family/:member/leave',
  id: 'removeFamilyMember',
  summary: 'Takes a member off the family; repeating it changes nothing.',
  priority: 'rest',
  caller: 'citizen',
  params: CHANNEL_PARAMS.extend({ member: MEMBER_ID }),
  answer: z.object({ state: z.literal('left') }),
  errors: ['KAPOK_MEMBER_UNKNOWN', 'KAPOK_QUOTA', 'KAPOK_STORE_UNAVAILABLE'],
} as const;

/** What the routes of families need. */
export interface FamilyRoutesOptions {
  readonly routes: Routes<ChannelCaller | undefined>;
  readonly family: Family;
  /** What one person may write. */
  readonly writes: Quota;
  /** Forgets codes that are held of a person. */
  readonly drop: (personKey: string) => void;
}

/** Whose codes a person may show. */
export function addFamily({ routes, family, writes, drop }: FamilyRoutesOptions): void {
  const counted = ({ personKey }: CitizenCaller) => writes.take(personKey);
  routes.add(LIST_FAMILY_ROUTE, async ({ caller }) => ({
    members: await family.list(caller),
    limit: FAMILY_LIMIT,
  }));
  routes.add(BIND_MEMBER_ROUTE, async ({ caller, body }) => {
    counted(caller);
    return { member: await family.bind(caller, body.memberToken, body.relation) };
  });
  routes.add(LEAVE_ROUTE, async ({ caller, params }) => {
    counted(caller);
    // So that no code that is held is shown to the former guardian.
    drop(await family.leave(caller, params.member));
    return { state: 'left' };
  });
}
