import * as fc from 'fast-check';
import { type Fact, factSortKey } from '../../../service/facts/fact';
import { Impacts } from '../../../service/quarantine/impact';
import { decide } from '../../../service/rules/colour';
import { correctionFact, testFact, visitFact } from '../fixtures/facts';
import { orderFact, releaseFact } from '../fixtures/health-facts';
import { ManualClock } from '../fixtures/manual-clock';
import { MemoryFactStore } from '../fixtures/memory-stores';
import { runs } from '../fixtures/runs';
import { SEED_RULES } from '../fixtures/seed-rules';

const NEGATIVE = testFact('negative', '2022-01-09T08:00:00+08:00');
const POSITIVE = testFact('positive', '2022-01-09T09:00:00+08:00');
const POOL: readonly Fact[] = [
  NEGATIVE,
  POSITIVE,
  visitFact('440303', '2022-01-09T09:00:00+08:00', '2022-01-09T18:00:00+08:00'),
  visitFact('440106', '2022-01-09T09:00:00+08:00', '2022-01-09T18:00:00+08:00'),
  orderFact('close-contact', '2022-01-09T00:00:00+08:00'),
  releaseFact('2022-01-09T20:00:00+08:00'),
  correctionFact(NEGATIVE, '2022-01-09T21:00:00+08:00'),
  correctionFact(POSITIVE, '2022-01-09T22:00:00+08:00'),
];

const facts = fc.subarray([...POOL]);

/** People by number, each with what is known and what the batch says of them. */
const crowd = fc.array(fc.record({ known: facts, added: facts }), { maxLength: 12 });

function ofPerson(person: number, of: readonly Fact[]): Fact[] {
  return of.map((fact) => ({ ...fact, personKey: String(person).padStart(64, '0') }) as Fact);
}

async function impactOf(people: readonly { known: readonly Fact[]; added: readonly Fact[] }[]) {
  const store = new MemoryFactStore();
  const clock = new ManualClock();
  for (const [person, { known }] of people.entries()) {
    for (const fact of ofPerson(person, known)) await store.append(fact);
  }
  const impacts = new Impacts({ facts: store, rules: () => SEED_RULES, clock });
  const batch = people.flatMap(({ added }, person) => ofPerson(person, added));
  const colourOf = (of: readonly Fact[]) => decide(of, SEED_RULES, clock.now()).colour;
  return { impact: await impacts.of(batch), colourOf };
}

test('everybody whom a batch turns red or yellow counts, whether green or unknown before', async () => {
  const isStopped = (colour: string) => colour === 'red' || colour === 'yellow';
  await fc.assert(
    fc.asyncProperty(crowd, async (people) => {
      const { impact, colourOf } = await impactOf(people);
      for (const [person, { known, added }] of people.entries()) {
        const keys = new Set(added.map(factSortKey));
        const together = [...known.filter((fact) => !keys.has(factSortKey(fact))), ...added];
        const [before, after] = [colourOf(known), colourOf(together)];
        const isTurned = isStopped(after) && !isStopped(before);
        const leavesGreen = before === 'green' && after !== 'green';
        const isCounted = impact.turned.has(String(person).padStart(64, '0'));
        expect([before, after, isCounted]).toEqual([before, after, isTurned || leavesGreen]);
      }
    }),
    { numRuns: runs(200) },
  );
});

test.each([
  ['a positive test', POSITIVE],
  ['an order', orderFact('close-contact', '2022-01-09T00:00:00+08:00')],
  [
    'a stay in a risk area',
    visitFact('440303', '2022-01-09T09:00:00+08:00', '2022-01-09T18:00:00+08:00'),
  ],
])('%s turns thirty people of whom nothing was known', async (_what, fact) => {
  const { impact } = await impactOf(
    Array.from({ length: 30 }, () => ({ known: [], added: [fact] })),
  );
  expect(impact.turned.size).toBe(30);
});
