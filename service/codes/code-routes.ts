import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { ChannelCaller, CitizenCaller } from '../channels/channel-caller';
import { CHANNEL_PARAMS } from '../channels/channel-params';
import { JSON_TYPE } from '../errors/error-responses';
import { ServiceError } from '../errors/service-error';
import type { RouteSpec } from '../http/route';
import type { Routes } from '../http/routes';
import type { CanaryCaller } from './canary-caller';
import { DEVICE_HEADER, DEVICE_KEY, deviceKeyOf } from './device-key';
import type { CodeRequest, CodeService, ServedCode } from './show-code';
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

/** Knows whose codes a person may show besides the own one. */
export interface IFamily {
  /** The member of this number; undefined when there is none, or it has left. */
  memberOf(
    caller: CitizenCaller,
    memberId: string,
  ): Promise<{ readonly personKey: string; readonly name: string } | undefined>;
}

/** What the routes of the code need. */
export interface CodeRoutesOptions {
  readonly codes: CodeService;
  readonly family: IFamily;
}

/** What a request for a code says, validated. */
interface Asked {
  readonly query: { readonly member?: string | undefined };
  readonly caller: ChannelCaller | undefined;
  readonly request: FastifyRequest;
}

/** Adds the routes that show codes. */
export function registerCodes(
  routes: Routes<ChannelCaller | undefined>,
  { codes, family }: CodeRoutesOptions,
): void {
  routes.add(SHOW_CODE, async (asked, reply) => {
    send(reply, await codes.show(await codeRequest(asked, family)));
  });
  routes.add(REFRESH_CODE, async (asked, reply) => {
    send(reply, await codes.refresh(await codeRequest(asked, family)));
  });
}

async function codeRequest({ query, caller, request }: Asked, family: IFamily) {
  // Whoever is let in by the spec is one.
  const citizen = caller as CitizenCaller | CanaryCaller;
  const { channel, personKey, name } = citizen;
  if ('isCanary' in citizen) return { channel, personKey } satisfies CodeRequest;
  const device = deviceKeyOf(request.headers);
  const { member } = query;
  if (member === undefined) return { channel, personKey, name, device } satisfies CodeRequest;
  const found = await family.memberOf(citizen, member);
  if (found === undefined) throw unknownMember();
  return { channel, device, member, ...found } satisfies CodeRequest;
}

function send(reply: FastifyReply, { body, ageSeconds }: ServedCode): void {
  reply.header('content-type', JSON_TYPE).header('cache-control', 'no-store');
  if (ageSeconds !== undefined) reply.header('age', ageSeconds);
  reply.send(body);
}

function unknownMember(): ServiceError {
  return new ServiceError('KAPOK_MEMBER_UNKNOWN', 'there is no such member of the family', {
    field: 'member',
    fix: 'use an id of the answer to the list of members',
  });
}
