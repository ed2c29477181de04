import { LRUCache } from 'lru-cache';
import type { CitizenCaller } from '../channels/channel-caller';
import type { IClock } from '../clock';
import { StoreUnavailableError } from '../store/store-error';
import type { IFamily } from './code-routes';
import { STALE_IF_ERROR_SECONDS } from './freshness';
import { showStored } from './show-stored';

/**
 * Members held: 2^15. One is two keys of 64 characters, an id and a name, 0.4 kB with what lies around
 * them, so they are 13 MB at most. One person in eight shows another's code: they are those of 260,000.
 */
export const MEMBERS_HELD = 32_768;

/** What a `HeldFamily` needs. */
export interface HeldFamilyOptions {
  /** Answers or fails within the deadline of a code. */
  readonly family: IFamily;
  readonly clock: IClock;
  /** From 0 to 1. */
  readonly random: () => number;
}

type Member = NonNullable<Awaited<ReturnType<IFamily['memberOf']>>>;

interface HeldMember {
  readonly member: Member;
  readonly readAtMs: number;
}

/**
 * Who may show whose code while the store is away: as it was known last, for as long as a copy of the code
 * itself may be shown. Without it a copy would be of no use to those who show it for others.
 */
export class HeldFamily implements IFamily {
  private readonly members = new LRUCache<string, HeldMember>({ max: MEMBERS_HELD });
  /** When this process last heard of something new about a person. */
  private readonly droppedAt = new LRUCache<string, number>({ max: MEMBERS_HELD });

  constructor(private readonly options: HeldFamilyOptions) {}

  /** @throws ServiceError `KAPOK_SHOW_STORED` when neither the store nor memory knows */
  async memberOf(caller: CitizenCaller, memberId: string): Promise<Member | undefined> {
    const key = `${caller.personKey} ${memberId}`;
    const readAtMs = this.options.clock.now();
    try {
      const member = await this.options.family.memberOf(caller, memberId);
      if (member === undefined) this.members.delete(key);
      else this.members.set(key, { member, readAtMs });
      return member;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      const held = this.members.get(key);
      if (held !== undefined && this.holds(held)) return held.member;
      throw showStored(this.options.random, error);
    }
  }

  /** Something has changed about a person, who may have left a family. */
  drop(personKey: string): void {
    this.droppedAt.set(personKey, this.options.clock.now());
  }

  private holds({ member, readAtMs }: HeldMember): boolean {
    const ageMs = this.options.clock.now() - readAtMs;
    if (ageMs < 0 || ageMs >= STALE_IF_ERROR_SECONDS * 1000) return false;
    return (this.droppedAt.get(member.personKey) ?? Number.NEGATIVE_INFINITY) < readAtMs;
  }
}
