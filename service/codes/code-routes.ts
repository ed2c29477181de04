import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChannelCaller, CitizenCaller } from '../channels/channel-caller';
import { JSON_TYPE } from '../errors/error-responses';
import { ServiceError } from '../errors/service-error';
import type { Routes } from '../http/routes';
import type { CanaryCaller } from './canary-caller';
import { REFRESH_CODE, SHOW_CODE } from './code-specs';
import { deviceKeyOf } from './device-key';
import type { CodeRequest, CodeService, ServedCode } from './show-code';

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
