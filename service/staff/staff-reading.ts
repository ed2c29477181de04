import type * as z from 'zod';
import type { AuditedReading } from '../audit/audit-entry';
import type { AuditTrail } from '../audit/audit-trail';
import type { StaffCaller } from '../channels/channel-caller';
import { Quota } from '../channels/quota';
import type { IClock } from '../clock';
import type { Fact } from '../facts/fact';
import type { IFactStore } from '../facts/fact-store';
import { type PaperCodes, standingOf } from '../paper/paper-codes';
import type { Identity } from '../people/identity';
import type { PersonKeys } from '../people/person-key';
import { decide } from '../rules/colour';
import type { Rules } from '../rules/rules-in-force';
import type { Purpose } from './purposes';
import type { LOOK_UP_ANSWER, PAPER_ANSWER } from './staff-specs';

/** What one member of staff may read in a minute: to compare an ID card takes some 6 seconds. */
export const STAFF_READS_PER_MINUTE = 10;

/** And at once, after a pause: a family. */
export const STAFF_READS_AT_ONCE = 10;

/** What all staff of one channel may read in a minute in one process: 60 gates at 10 a minute. */
export const CHANNEL_READS_PER_MINUTE = 600;

/** What `StaffReading` needs. */
export interface StaffReadingOptions {
  readonly facts: IFactStore;
  readonly clock: IClock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly personKeys: PersonKeys;
  /** The rules as they are at the moment. */
  readonly rules: () => Rules;
  readonly papers: PaperCodes;
  readonly audit: Pick<AuditTrail, 'record'>;
}

/**
 * What staff read of others: the share is taken first, then the reading is put on record, and only then
 * anything is read. People who are known and people who are not take the same way through, with the
 * same calls of the store, so that neither an error nor the time of an answer tells one from the other.
 */
export class StaffReading {
  private readonly ofStaff: Quota;
  private readonly ofChannel: Quota;

  constructor(private readonly options: StaffReadingOptions) {
    const { clock, random } = options;
    this.ofStaff = new Quota({
      ...{ perMinute: STAFF_READS_PER_MINUTE, burst: STAFF_READS_AT_ONCE, clock, random },
      of: 'look-ups of this member of staff',
    });
    this.ofChannel = new Quota({
      ...{ perMinute: CHANNEL_READS_PER_MINUTE, burst: CHANNEL_READS_PER_MINUTE, clock, random },
      of: 'look-ups of this channel',
    });
  }

  /**
   * The colour of somebody whose ID is at hand.
   * @throws ServiceError `KAPOK_QUOTA`, `KAPOK_AUDIT_UNAVAILABLE` or `KAPOK_STORE_UNAVAILABLE`
   */
  async lookUp(
    staff: StaffCaller,
    identity: Identity,
    purpose: Purpose,
  ): Promise<z.infer<typeof LOOK_UP_ANSWER>> {
    const personKey = this.options.personKeys.personKey(identity);
    this.takeShare(staff);
    const facts = await this.audited(staff, { action: 'look-up', purpose }, personKey);
    return this.findings(facts);
  }

  /**
   * What stands behind a paper code.
   * @throws ServiceError `KAPOK_PAPER_UNKNOWN` as well
   */
  async readPaper(staff: StaffCaller, paper: string): Promise<z.infer<typeof PAPER_ANSWER>> {
    this.takeShare(staff);
    const genuine = await this.options.papers.open(paper);
    const reading = { action: 'paper-code', purpose: 'no-phone' } as const;
    const facts = await this.audited(staff, reading, genuine.personKey);
    const standing = standingOf(genuine, facts, this.options.clock.now());
    if (standing !== 'holds') return { standing };
    const { name, validUntilMs } = genuine;
    return {
      standing,
      validUntil: new Date(validUntilMs).toISOString(),
      ...(name !== undefined && { name }),
      ...this.findings(facts),
    };
  }

  private takeShare({ channel, staff }: StaffCaller): void {
    this.ofStaff.take(`${channel}#${staff}`);
    this.ofChannel.take(channel);
  }

  private async audited(
    { channel, staff }: StaffCaller,
    reading: Pick<AuditedReading, 'action' | 'purpose'>,
    personKey: string,
  ): Promise<readonly Fact[]> {
    const { audit, facts, personKeys } = this.options;
    await audit.record({ ...reading, channel, staff, person: personKeys.auditName(personKey) });
    return facts.factsOf(personKey);
  }

  private findings(facts: readonly Fact[]): z.infer<typeof LOOK_UP_ANSWER> {
    const { clock, rules } = this.options;
    const nowMs = clock.now();
    const { colour, reason, wayOut, test, ruleVersion } = decide(facts, rules(), nowMs);
    return {
      colour,
      reason,
      ...(wayOut && { wayOut }),
      ...(test && { test }),
      ruleVersion,
      asOf: new Date(nowMs).toISOString(),
    };
  }
}
