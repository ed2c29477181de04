import * as fc from 'fast-check';
import { PersonKeys } from '../../../service/people/person-key';
import {
  ControlRevocations,
  LONGEST_LIFE_MS,
} from '../../../service/revocation/control-revocations';
import { packEntries } from '../../../service/revocation/pack-entries';
import {
  pseudonymHash,
  REVOCATION_KEPT_SECONDS,
} from '../../../service/revocation/revocation-item';
import { LocalCalendar } from '../../../service/rules/local-calendar';
import { revokedUpTo } from '../../../service/web/verify/revocation-entries';
import { MemoryControlStore } from '../fixtures/memory-stores';
import { runs } from '../fixtures/runs';
import { SECRETS } from '../fixtures/secrets';

const PERSON = 'ab'.repeat(32);
const personKeys = new PersonKeys(SECRETS.pepper);

function create(timeZone = 'Asia/Shanghai') {
  const control = new MemoryControlStore();
  const calendar = new LocalCalendar(timeZone);
  return {
    control,
    calendar,
    revocations: new ControlRevocations({ control, personKeys, calendar }),
  };
}

test('puts the pseudonyms of today and yesterday, and forgets them after 49 hours', async () => {
  const { control, revocations } = create();
  const atMs = Date.parse('2022-01-10T00:10:00.500+08:00');
  await revocations.revoke(PERSON, atMs);
  const expiresAt = Math.floor(atMs / 1000) + REVOCATION_KEPT_SECONDS;
  const expected = ['2022-01-10', '2022-01-09'].map((date) => {
    const hash = Buffer.from(pseudonymHash(personKeys.pseudonym(PERSON, date))).toString('hex');
    const name = `${hash}#${Math.floor(atMs / 1000)}`;
    return { topic: 'revocation', name, at: atMs, expiresAt };
  });
  expect([...control.items.values()]).toEqual(expected);
  expect(JSON.stringify(expected)).not.toContain(PERSON);
});

test('fails when the table does not answer', async () => {
  const { control, revocations } = create();
  control.answers = false;
  await expect(revocations.revoke(PERSON, 0)).rejects.toMatchObject({
    code: 'KAPOK_STORE_UNAVAILABLE',
  });
});

test('every living credential issued up to the second is revoked and none issued later, in any zone', async () => {
  // New York has days of 23 and 25 hours, Lord Howe of 23.5, and Samoa lacks one.
  const zones = ['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia'];
  const instants = fc.oneof(
    fc.integer({ min: Date.parse('2022-01-01'), max: Date.parse('2022-12-31') }),
    fc.integer({ min: Date.parse('2022-03-13T04:00Z'), max: Date.parse('2022-03-15T08:00Z') }),
    fc.integer({ min: Date.parse('2011-12-29T00:00Z'), max: Date.parse('2012-01-01T00:00Z') }),
  );
  const ages = fc.integer({ min: -3_600_000, max: LONGEST_LIFE_MS - 1 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...zones), instants, ages, async (zone, atMs, ageMs) => {
      const { control, calendar, revocations } = create(zone);
      await revocations.revoke(PERSON, atMs);
      const { entries } = packEntries([...control.items.values()], atMs);
      const issuedMs = atMs - ageMs;
      const pseudonym = personKeys.pseudonym(PERSON, calendar.dateOf(issuedMs));
      const upToSec = revokedUpTo(entries, pseudonymHash(pseudonym)) ?? -1;
      const iat = Math.floor(issuedMs / 1000);
      expect(iat <= upToSec).toBe(iat <= Math.floor(atMs / 1000));
    }),
    {
      numRuns: runs(60),
      // Half past midnight after the day of 23 hours; 23 h 45 min before is the evening before that day.
      examples: [['America/New_York', Date.parse('2022-03-14T04:30Z'), 85_500_000]],
    },
  );
});
