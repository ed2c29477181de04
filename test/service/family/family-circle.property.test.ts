import * as fc from 'fast-check';
import type { Fact } from '../../../service/facts/fact';
import { FAMILY_LIMIT, familyCircle } from '../../../service/family/family-circle';
import { runs } from '../fixtures/runs';

const GUARDIAN = 'a'.repeat(64);

function event(memberKey: string, state: 'bound' | 'left', second: number, recordId: string): Fact {
  const at = new Date(Date.UTC(2022, 0, 10) + second * 1000).toISOString();
  const body = { state, memberKey, relation: 'child', name: '张*', at } as const;
  const base = { personKey: GUARDIAN, source: 'citizen.suikang', receivedAt: at };
  const digest = `${memberKey} ${state} ${recordId}`;
  return { ...base, kind: 'family', recordId, eventTime: at, digest, body };
}

const events = fc
  .uniqueArray(
    fc.record({
      member: fc.constantFrom(...'bcdefgh'),
      state: fc.constantFrom('bound', 'bound', 'left'),
      second: fc.integer({ min: 0, max: 9 }),
      recordId: fc.constantFrom('r1', 'r2', 'r3'),
    } as const),
    { maxLength: 20, selector: (one) => JSON.stringify(one) },
  )
  .map((list) =>
    list.map(({ member, state, second, recordId }) => event(member, state, second, recordId)),
  );

test('whatever the order and however often facts come, the same members count', () => {
  const shuffled = events.chain((facts) =>
    fc.tuple(
      fc.constant(facts),
      fc.shuffledSubarray(facts, { minLength: facts.length }),
      fc.subarray(facts),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([facts, order, again]) => {
      expect(familyCircle([...order, ...again]).counted).toEqual(familyCircle(facts).counted);
    }),
    { numRuns: runs(300) },
  );
});

test('never more than four count, and none who left last', () => {
  fc.assert(
    fc.property(events, (facts) => {
      const { counted, all } = familyCircle(facts);
      expect(counted.length).toBeLessThanOrEqual(FAMILY_LIMIT);
      for (const { memberKey } of counted) {
        const own = facts.flatMap((fact) => (fact.kind === 'family' ? fact.body : []));
        const last = own.filter((body) => body.memberKey === memberKey).map(({ at }) => at);
        const newest = last.reduce((a, b) => (a > b ? a : b));
        expect(
          own.some(
            (one) => one.memberKey === memberKey && one.at === newest && one.state === 'left',
          ),
        ).toBe(false);
      }
      const bound = all.filter(({ state }) => state === 'bound').length;
      expect(counted).toHaveLength(Math.min(bound, FAMILY_LIMIT));
    }),
    { numRuns: runs(300) },
  );
});

test('of five whom two regions added at once the earliest four count, by time and number', () => {
  const facts = [
    event('b', 'bound', 1, 'r1'),
    event('c', 'bound', 1, 'r2'),
    event('d', 'bound', 2, 'r1'),
    event('e', 'bound', 3, 'r2'),
    event('f', 'bound', 3, 'r1'),
  ];
  const counted = (of: readonly Fact[]) =>
    familyCircle(of).counted.map(({ memberKey }) => memberKey);
  expect(counted(facts)).toEqual(['b', 'c', 'd', 'f']);
  expect(counted([...facts, event('c', 'left', 5, 'r1')])).toEqual(['b', 'd', 'f', 'e']);
  expect(counted([...facts, event('c', 'left', 5, 'r1'), event('c', 'bound', 6, 'r1')])).toEqual([
    'b',
    'd',
    'f',
    'e',
  ]);
});
