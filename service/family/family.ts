import type { ChannelCaller, CitizenCaller, IChannelTokens } from '../channels/channel-caller';
import type { IClock } from '../clock';
import { citizenFact } from '../declarations/citizen-fact';
import { ServiceError } from '../errors/service-error';
import type { FamilyBody } from '../facts/fact';
import type { IFactStore } from '../facts/fact-store';
import type { PersonKeys } from '../people/person-key';
import { FAMILY_LIMIT, type FamilyCircle, familyCircle, type Membership } from './family-circle';
import { unknownMember } from './unknown-member';

/** Knows whose codes a person may show. */
export interface IFamily {
  /**
   * The member of this id; undefined when the caller has none.
   * @throws StoreUnavailableError
   */
  memberOf(
    caller: CitizenCaller,
    memberId: string,
  ): Promise<{ readonly personKey: string; readonly name: string } | undefined>;
}

/** A member as its guardian sees it. */
export interface FamilyMember {
  readonly id: string;
  readonly name: string;
  readonly relation: FamilyBody['relation'];
  /** ISO 8601. */
  readonly since: string;
}

/** What a `Family` needs. */
export interface FamilyOptions {
  readonly facts: IFactStore;
  readonly personKeys: PersonKeys;
  readonly tokens: IChannelTokens;
  readonly clock: IClock;
}

/** What is shown of somebody whose channel knows no name. */
const NO_NAME = '*';

/** Families: people who show the codes of others, with the others' consent. */
export class Family implements IFamily {
  constructor(private readonly options: FamilyOptions) {}

  /** Members that count, the first added first. */
  async list({ personKey }: CitizenCaller): Promise<FamilyMember[]> {
    const { counted } = await this.circleOf(personKey);
    return counted.map((membership) => this.toMember(personKey, membership));
  }

  async memberOf({ personKey }: CitizenCaller, memberId: string) {
    const { counted } = await this.circleOf(personKey);
    const found = counted.find((one) => this.idOf(personKey, one) === memberId);
    return found && { personKey: found.memberKey, name: found.name };
  }

  /**
   * Adds whom the channel has identified by a token; adding again changes nothing.
   * @throws ServiceError `KAPOK_FAMILY_FULL`, or `KAPOK_FIELD_INVALID` for a token that proves nobody
   */
  async bind(
    guardian: CitizenCaller,
    memberToken: string,
    relation: FamilyBody['relation'],
  ): Promise<FamilyMember> {
    const member = await this.identified(guardian, memberToken);
    const before = await this.circleOf(guardian.personKey);
    const known = countedOf(before, member.personKey);
    if (known !== undefined) return this.toMember(guardian.personKey, known);
    if (before.counted.length >= FAMILY_LIMIT) throw familyFull();
    const entry = { memberKey: member.personKey, relation, name: member.name ?? NO_NAME };
    await this.append(guardian, before, { ...entry, state: 'bound' });
    // Read again: another process may have added somebody meanwhile.
    const after = await this.circleOf(guardian.personKey);
    const bound = countedOf(after, member.personKey);
    if (bound !== undefined) return this.toMember(guardian.personKey, bound);
    await this.append(guardian, after, { ...entry, state: 'left' });
    throw familyFull();
  }

  /**
   * Takes a member off and returns whose code is shown no more; of one who has left already nothing
   * changes.
   * @throws ServiceError `KAPOK_MEMBER_UNKNOWN`
   */
  async leave(guardian: CitizenCaller, memberId: string): Promise<string> {
    const circle = await this.circleOf(guardian.personKey);
    const found = circle.all.find((one) => this.idOf(guardian.personKey, one) === memberId);
    if (found === undefined) throw unknownMember();
    const { memberKey, relation, name } = found;
    if (found.state === 'left') return memberKey;
    await this.append(guardian, circle, { memberKey, relation, name, state: 'left' });
    return memberKey;
  }

  private async identified(guardian: CitizenCaller, memberToken: string): Promise<CitizenCaller> {
    const member = await this.callerBehind(memberToken, guardian.channel);
    if (member?.scope !== 'citizen') throw provesNobody();
    if (member.personKey === guardian.personKey) {
      throw new ServiceError('KAPOK_FIELD_INVALID', 'memberToken is of the guardian', {
        field: 'memberToken',
        fix: 'send a token that the channel signed for the member',
      });
    }
    return member;
  }

  /** A token that is refused here is no reason for the phone to renew its own. */
  private async callerBehind(token: string, channel: string): Promise<ChannelCaller | undefined> {
    try {
      return await this.options.tokens.callerOf(token, channel);
    } catch (error) {
      if (error instanceof ServiceError && error.status < 500) return undefined;
      throw error;
    }
  }

  private async append(
    guardian: CitizenCaller,
    circle: FamilyCircle,
    entry: Omit<FamilyBody, 'at'>,
  ): Promise<void> {
    const { facts, clock } = this.options;
    const last = circle.all.find(({ memberKey }) => memberKey === entry.memberKey);
    // After what it follows, even when another region's clock is ahead of ours.
    const atMs = Math.max(clock.now(), last === undefined ? 0 : Date.parse(last.at) + 1);
    const at = new Date(atMs).toISOString();
    const recordId = `${entry.state}-${this.idOf(guardian.personKey, entry)}`;
    const body: FamilyBody = { ...entry, at };
    const statement = { kind: 'family', recordId, eventTime: at, body } as const;
    await facts.append(citizenFact(guardian, statement, clock.now()));
  }

  private async circleOf(personKey: string): Promise<FamilyCircle> {
    return familyCircle(await this.options.facts.factsOf(personKey));
  }

  private idOf(guardianKey: string, { memberKey }: Pick<Membership, 'memberKey'>): string {
    return this.options.personKeys.memberId(guardianKey, memberKey);
  }

  private toMember(guardianKey: string, membership: Membership): FamilyMember {
    const { name, relation, at } = membership;
    return { id: this.idOf(guardianKey, membership), name, relation, since: at };
  }
}

function countedOf({ counted }: FamilyCircle, memberKey: string): Membership | undefined {
  return counted.find((one) => one.memberKey === memberKey);
}

function provesNobody(): ServiceError {
  return new ServiceError('KAPOK_FIELD_INVALID', 'memberToken does not prove who the member is', {
    field: 'memberToken',
    fix: 'send a new token that the same channel signed for the member as a citizen',
  });
}

function familyFull(): ServiceError {
  return new ServiceError('KAPOK_FAMILY_FULL', `there are ${FAMILY_LIMIT} members already`, {
    fix: 'take another member off first',
  });
}
