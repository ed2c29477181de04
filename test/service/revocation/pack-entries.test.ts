import * as fc from 'fast-check';
import { VALID_SECONDS } from '../../../service/credential/credential-issuer';
import { LISTED_SECONDS, packEntries } from '../../../service/revocation/pack-entries';
import {
  pseudonymHash,
  REVOCATION_AHEAD_SECONDS,
  REVOCATION_KEPT_SECONDS,
  revocationItem,
} from '../../../service/revocation/revocation-item';
import { revokedUpTo } from '../../../service/web/verify/revocation-entries';
import { ISSUED_AT, NOW } from '../fixtures/credentials';
import { runs } from '../fixtures/runs';

const upTo = (entries: Buffer, pseudonym: string) => revokedUpTo(entries, pseudonymHash(pseudonym));

test('10,000 entries are 90 kB, and 160 kB in the token', () => {
  const items = Array.from({ length: 10_000 }, (_, at) => revocationItem(`person-${at}`, NOW));
  const { entries } = packEntries(items, NOW);
  expect(entries.length).toBe(90_000);
  const inToken = Math.ceil((Math.ceil((entries.length * 4) / 3) * 4) / 3);
  expect(inToken).toBe(160_000);
  expect(upTo(entries, 'person-9999')).toBe(ISSUED_AT);
});

test('the entries do not depend on the order of the items or on repeats, and the last second holds', () => {
  const revocations = fc.array(
    fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: LISTED_SECONDS })),
  );
  fc.assert(
    fc.property(revocations, fc.integer(), (given, seed) => {
      const items = given.map(([who, agoSec]) => revocationItem(who, NOW - agoSec * 1000));
      const { entries } = packEntries(items, NOW);
      const turned = [...items, ...items.slice(seed % (items.length + 1))].reverse();
      expect(packEntries(turned, NOW).entries).toEqual(entries);
      for (const who of ['a', 'b', 'c', 'd']) {
        const ages = given.filter(([name]) => name === who).map(([, agoSec]) => agoSec);
        const last = ages.length === 0 ? undefined : ISSUED_AT - Math.min(...ages);
        expect(upTo(entries, who)).toBe(last);
      }
    }),
    { numRuns: runs(100) },
  );
});

test('no two puts have one key unless they say the same', () => {
  const first = revocationItem('a', NOW);
  expect(revocationItem('a', NOW + 999)).toEqual({ ...first, at: NOW + 999 });
  expect(revocationItem('a', NOW + 1_000).name).not.toBe(first.name);
  expect(revocationItem('b', NOW).name).not.toBe(first.name);
});

test('an entry is listed while a credential that it revokes can live, and an hour longer', () => {
  expect(LISTED_SECONDS).toBe(VALID_SECONDS + 3_600);
  expect(REVOCATION_KEPT_SECONDS).toBeGreaterThan(LISTED_SECONDS);
  const items = [revocationItem('a', NOW)];
  expect(upTo(packEntries(items, NOW + LISTED_SECONDS * 1000).entries, 'a')).toBe(ISSUED_AT);
  expect(packEntries(items, NOW + (LISTED_SECONDS + 1) * 1000).entries).toHaveLength(0);
});

test('what is no revocation is passed over and counted', () => {
  const good = revocationItem('a', NOW);
  const bad = [
    { ...good, name: 'zz' },
    { ...good, name: `${good.name.slice(0, 9)}#1` },
    { ...good, at: 'now' },
    { ...good, at: Number.NaN },
    { ...good, at: -1 },
    { ...good, at: Number.POSITIVE_INFINITY },
    { ...good, at: 1.7e16 },
    { ...good, at: NOW + (REVOCATION_AHEAD_SECONDS + 1) * 1000 },
    { topic: 'revocation', name: good.name },
  ];
  const { entries } = packEntries([good], NOW);
  expect(packEntries([...bad, good], NOW)).toEqual({ entries, skipped: bad.length });
  expect(packEntries([good], NOW).skipped).toBe(0);
});
