import * as z from 'zod';
import type { CitizenCaller } from '../channels/channel-caller';
import type { IFamily } from './family';
import { unknownMember } from './unknown-member';

/** An id as it stands in the list of members. */
export const MEMBER_ID = z.string().regex(/^[\w-]{12}$/, 'must be an id of the list of members');

/** Whose data a route shows. */
export const MEMBER_QUERY = z.strictObject({
  member: MEMBER_ID.optional().describe(
    '`id` of a family member (`GET .../me/family`), in place of the person itself',
  ),
});

/** Somebody whose data may be shown to whoever asks. */
export interface Subject {
  readonly personKey: string;
  readonly channel: string;
  /** Masked. */
  readonly name?: string | undefined;
  /** Id of the member, where it is one. */
  readonly member?: string | undefined;
}

/**
 * The person itself, or the member that is asked for.
 * @throws ServiceError `KAPOK_MEMBER_UNKNOWN`
 */
export async function subjectOf(
  family: IFamily,
  caller: CitizenCaller,
  member: string | undefined,
): Promise<Subject> {
  if (member === undefined) return caller;
  const found = await family.memberOf(caller, member);
  if (found === undefined) throw unknownMember();
  return { ...found, member, channel: caller.channel };
}
