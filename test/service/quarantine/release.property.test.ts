import * as fc from 'fast-check';
import { type Fact, factKey } from '../../../service/facts/fact';
import type { IFactStore } from '../../../service/facts/fact-store';
import { HeldBatches } from '../../../service/quarantine/held-batches';
import { Impacts } from '../../../service/quarantine/impact';
import { Quarantine } from '../../../service/quarantine/quarantine';
import {
  batchIdOf,
  holdingDecision,
  type QuarantineDecision,
} from '../../../service/quarantine/quarantined-batch';
import { Aftermath } from '../../../service/records/aftermath';
import type { SourceCaller, SupervisorCaller } from '../../../service/signatures/authenticate';
import { StoreUnavailableError } from '../../../service/store/store-error';
import { CALLER_KEYS, REGISTER } from '../fixtures/callers';
import { testFact } from '../fixtures/facts';
import { ManualClock } from '../fixtures/manual-clock';
import { MemoryQuarantineStore } from '../fixtures/memory-quarantine';
import { MemoryFactStore } from '../fixtures/memory-stores';
import { runs } from '../fixtures/runs';
import { SEED_RULES } from '../fixtures/seed-rules';

const LAB = REGISTER.tryFind(CALLER_KEYS.lab.kid) as SourceCaller;
const LI = REGISTER.tryFind(CALLER_KEYS.supervisor.kid) as SupervisorCaller;
const WANG = { ...LI, owner: { ...LI.owner, supervisor: 'dr-wang' } } as SupervisorCaller;

const rules = () => SEED_RULES;

const FACTS: readonly Fact[] = Array.from({ length: 24 }, (_, at) => ({
  ...testFact('positive', '2022-01-09T08:00:00+08:00'),
  personKey: String(at).padStart(64, '0'),
}));

/** One region: its stores, and calls that fail from a given one on, as if the process had died. */
function region(clock: ManualClock) {
  const facts = new MemoryFactStore();
  const store = new MemoryQuarantineStore();
  const red = new Set<string>();
  let left = Number.POSITIVE_INFINITY;
  const spend = () => {
    left -= 1;
    return left >= 0;
  };
  facts.answers = spend;
  store.answers = spend;
  const aftermath = new Aftermath({
    clock,
    watermarks: { note: () => undefined },
    redTurns: { add: (person) => void red.add(person) },
  });
  const dependencies = { facts: facts as IFactStore, rules, clock };
  const quarantine = new Quarantine({
    ...{ store, clock, aftermath, facts },
    heldBatches: new HeldBatches(clock, () => 0),
    impacts: new Impacts(dependencies),
    onHeld: () => undefined,
  });
  const dieAfter = (calls: number) => {
    left = calls;
  };
  return { facts, store, red, quarantine, dieAfter };
}

async function hold(quarantine: Quarantine, facts = FACTS): Promise<string> {
  const people = new Set(facts.map(({ personKey }) => personKey));
  const impact = { people, turned: people, red: people };
  return quarantine.hold({ caller: LAB, kind: 'nucleic-acid-test', facts, impact });
}

/** What replication copies from one region to another; items that are there stay. */
function replicate(from: ReturnType<typeof region>, to: ReturnType<typeof region>): void {
  for (const [key, item] of from.store.items) {
    if (!to.store.items.has(key)) to.store.items.set(key, item);
  }
  for (const [key, fact] of from.facts.facts) to.facts.facts.set(key, fact);
}

const keysOf = (facts: MemoryFactStore) =>
  [...facts.facts.values()].map((fact) => JSON.stringify(factKey(fact))).sort();
const ALL_KEYS = FACTS.map((fact) => JSON.stringify(factKey(fact))).sort();

test('however often a release dies, here or in the other region, in the end all of it is stored', async () => {
  const attempts = fc.array(
    fc.record({
      calls: fc.integer({ min: 0, max: 60 }),
      elsewhere: fc.boolean(),
      isReplicated: fc.boolean(),
      supervisor: fc.constantFrom(LI, WANG),
    }),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(attempts, async (all) => {
      const clock = new ManualClock();
      const [here, there] = [region(clock), region(clock)];
      const batchId = await hold(here.quarantine);
      replicate(here, there);
      for (const { calls, elsewhere, isReplicated, supervisor } of all) {
        const at = elsewhere ? there : here;
        at.dieAfter(calls);
        await at.quarantine.release(batchId, supervisor).catch((error) => {
          expect(error).toBeInstanceOf(StoreUnavailableError);
        });
        at.dieAfter(Number.POSITIVE_INFINITY);
        clock.advance(1);
        if (isReplicated) {
          replicate(here, there);
          replicate(there, here);
        }
        // Never anything else, and never anything twice.
        for (const key of keysOf(at.facts)) expect(ALL_KEYS).toContain(key);
        const [listed] = await at.quarantine.list();
        if (listed?.state === 'released') {
          replicate(here, there);
          replicate(there, here);
          expect(keysOf(at.facts)).toEqual(ALL_KEYS);
        }
      }
      replicate(here, there);
      replicate(there, here);
      for (const at of [there, here]) {
        const released = await at.quarantine.release(batchId, LI);
        expect(released.state).toBe('released');
        expect(keysOf(at.facts)).toEqual(ALL_KEYS);
      }
      expect(here.red.size + there.red.size).toBeGreaterThanOrEqual(FACTS.length);
      await expect(here.quarantine.reject(batchId, WANG)).rejects.toMatchObject({
        code: 'KAPOK_QUARANTINE_DECIDED',
      });
    }),
    { numRuns: runs(60) },
  );
});

test('nothing of a rejected batch is ever stored, whatever is tried', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 8 }), async (tries) => {
      const clock = new ManualClock();
      const [here, there] = [region(clock), region(clock)];
      const batchId = await hold(here.quarantine);
      await here.quarantine.reject(batchId, LI);
      replicate(here, there);
      for (const elsewhere of tries) {
        const { quarantine } = elsewhere ? there : here;
        await hold(quarantine);
        await expect(quarantine.release(batchId, WANG)).rejects.toMatchObject({
          code: 'KAPOK_QUARANTINE_DECIDED',
        });
      }
      expect([...keysOf(here.facts), ...keysOf(there.facts)]).toEqual([]);
    }),
    { numRuns: runs(30) },
  );
});

test('of decisions in any order the same one holds, and a later one changes nothing', () => {
  const decisions = fc.array(
    fc.record<QuarantineDecision>({
      verdict: fc.constantFrom('release', 'reject'),
      supervisor: fc.constantFrom('a', 'b', 'c'),
      at: fc.integer({ min: 0, max: 5 }).map((s) => new Date(s * 1000).toISOString()),
    }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(
      decisions.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      ),
      ([all, shuffled]) => {
        const held = holdingDecision(all);
        expect(holdingDecision(shuffled)).toEqual(held);
        const later = {
          verdict: 'release',
          supervisor: '0',
          at: '2022-01-01T00:00:00.000Z',
        } as const;
        expect(holdingDecision([...all, later])).toEqual(held);
      },
    ),
    { numRuns: runs(300) },
  );
});

test('the name of a batch says who sent what, in whatever order', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...FACTS], { minLength: FACTS.length }), (shuffled) => {
      expect(batchIdOf('lab', shuffled)).toBe(batchIdOf('lab', FACTS));
    }),
    { numRuns: runs(20) },
  );
  expect(batchIdOf('other', FACTS)).not.toBe(batchIdOf('lab', FACTS));
  expect(batchIdOf('lab', FACTS.slice(1))).not.toBe(batchIdOf('lab', FACTS));
});
