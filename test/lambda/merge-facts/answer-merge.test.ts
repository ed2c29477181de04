import fc from 'fast-check';
import type { StoredFact } from '../../../lambda/adapters/fact-tables';
import { answerMerge, type MergeAnswer } from '../../../lambda/merge-facts/answer-merge';
import { DIFFERING_SHOWN, keyDigest } from '../../../lambda/merge-facts/progress';
import { runs } from '../../service/fixtures/runs';
import { byKey, MemoryFactTables, storedFact } from './fact-tables-fixture';

const REQUEST = { restoredTable: 'facts-restored', apply: true };
const always = () => true;
const never = () => false;

function answer(
  tables: MemoryFactTables,
  request: unknown = REQUEST,
  { hasTime = always, pageSize = 100 } = {},
): Promise<MergeAnswer> {
  return answerMerge(request, tables, { liveTable: 'facts', hasTime, pageSize });
}

/** Sends each answer back as the next request until all is done. */
async function answerAll(tables: MemoryFactTables, hasTime = never): Promise<MergeAnswer[]> {
  const answers: MergeAnswer[] = [];
  let request: unknown = REQUEST;
  do {
    const next = await answer(tables, request, { hasTime, pageSize: 2 });
    answers.push(next);
    request = next;
  } while (answers.at(-1)?.done === false);
  return answers;
}

const lost = storedFact(1, 1);
const kept = storedFact(2, 1);
const damaged = storedFact(3, 1);
const damagedNow = storedFact(3, 1, { says: 'positive' });
const mixed = () => new MemoryFactTables([lost, kept, damaged], [kept, damagedNow]);

test('adds what is missing, leaves the rest alone, and counts all of it', async () => {
  const tables = mixed();

  expect(await answer(tables)).toEqual({
    ...REQUEST,
    done: true,
    counts: { read: 3, identical: 1, missing: 1, added: 1, differing: 1 },
    differing: [keyDigest(damaged)],
  });
  expect(byKey([...tables.live.values()])).toEqual([lost, kept, damagedNow]);
});

test('only counts unless it is told to apply', async () => {
  const tables = mixed();
  const { apply, counts } = await answer(tables, { restoredTable: 'facts-restored' });

  expect(apply).toBe(false);
  expect(counts).toEqual({ read: 3, identical: 1, missing: 1, added: 0, differing: 1 });
  expect(tables.live.size).toBe(2);
});

test('tells which facts differ without saying whose they are', async () => {
  const { differing } = await answer(mixed());

  expect(differing).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
});

test('names some differing facts and counts the others', async () => {
  const facts = Array.from({ length: DIFFERING_SHOWN + 5 }, (_, at) => storedFact(at, 1));
  const changed = facts.map((fact) => ({ ...fact, digest: { S: 'other' } }));
  const { counts, differing } = await answer(new MemoryFactTables(facts, changed));

  expect(counts.differing).toBe(DIFFERING_SHOWN + 5);
  expect(differing).toHaveLength(DIFFERING_SHOWN);
});

test('takes facts for identical that regions received at different times', async () => {
  const later = { ...kept, receivedAt: { S: '2022-01-10T00:00:01.000Z' } };
  const { counts } = await answer(new MemoryFactTables([kept], [later]));

  expect(counts).toMatchObject({ identical: 1, differing: 0 });
});

test.each([
  ['the same fact', kept, { identical: 1, differing: 0 }],
  ['another one', storedFact(2, 1, { says: 'positive' }), { identical: 0, differing: 1 }],
])('never overwrites when %s arrives between look and put', async (_, rival, expected) => {
  const tables = new MemoryFactTables([kept]);
  const look = tables.find.bind(tables);
  tables.find = async (keys) => {
    const found = await look(keys);
    tables.live.set(keyDigest(rival), rival);
    return found;
  };
  const { counts } = await answer(tables);

  expect(counts).toEqual({ read: 1, missing: 0, added: 0, ...expected });
  expect([...tables.live.values()]).toEqual([rival]);
});

describe('when time is short', () => {
  test('each call gets on by a page of every segment, and the answer is the next request', async () => {
    const facts = Array.from({ length: 40 }, (_, at) => storedFact(at, 1));
    const tables = new MemoryFactTables(facts);
    const answers = await answerAll(tables);

    // Eight segments of five facts, two at a time.
    expect(answers.map(({ done }) => done)).toEqual([false, false, true]);
    expect(answers.map(({ counts }) => counts.added)).toEqual([16, 32, 40]);
    expect(answers.at(-1)?.continuation).toBeUndefined();
    expect(tables.live.size).toBe(40);
  });

  test('a segment that is done is not read again', async () => {
    const facts = Array.from({ length: 17 }, (_, at) => storedFact(at, 1));
    const tables = new MemoryFactTables(facts);
    await answerAll(tables);

    // A first page of each segment, and a second one of the only segment with three facts.
    expect(tables.scans).toBe(8 + 1);
  });

  test('what a failed call did is found done by the next one', async () => {
    const facts = Array.from({ length: 20 }, (_, at) => storedFact(at, 1));
    const tables = new MemoryFactTables(facts);
    const add = tables.add.bind(tables);
    let puts = 0;
    tables.add = async (fact) => {
      puts += 1;
      if (puts > 7) throw new Error('throttled');
      return add(fact);
    };
    const first = await answer(tables);
    tables.add = add;
    const { done, counts, failures } = await answer(tables, first);

    expect([first.done, first.failures?.[0]]).toEqual([false, 'Error: throttled']);
    expect([done, failures]).toEqual([true, undefined]);
    expect(tables.live.size).toBe(20);
    expect(counts).toMatchObject({ read: 20, identical: 20 - counts.added, differing: 0 });
  });

  test('a segment that fails costs the others nothing, and is gone on with in the next call', async () => {
    const facts = Array.from({ length: 40 }, (_, at) => storedFact(at, 1));
    const tables = new MemoryFactTables(facts);
    const scan = tables.scan.bind(tables);
    tables.scan = async (table, place) => {
      if (place.segment === 3 && place.from !== undefined) throw new Error('throttled');
      return scan(table, place);
    };
    const first = await answer(tables, REQUEST, { pageSize: 2 });
    expect(first).toMatchObject({ done: false, failures: ['Error: throttled'] });
    expect(first.counts.added).toBe(7 * 5 + 2);

    // Nothing but that segment is left, so its failure is all there is to say.
    await expect(answer(tables, first, { pageSize: 2 })).rejects.toThrow('throttled');
    tables.scan = scan;
    const last = await answer(tables, first, { pageSize: 2 });
    expect(last).toMatchObject({ done: true, counts: { read: 40, added: 40 } });
  });

  test('fails once all that the page has begun is over', async () => {
    const tables = new MemoryFactTables([
      storedFact(1, 1),
      ...Array(7).fill(storedFact(1, 1)),
      storedFact(2, 1),
    ]);
    let onTheirWay = 0;
    tables.find = async () => [];
    tables.add = async ({ person }) => {
      onTheirWay += 1;
      if (person?.S === 'person#1') {
        onTheirWay -= 1;
        throw new Error('throttled');
      }
      await new Promise(setImmediate);
      onTheirWay -= 1;
      return true;
    };

    await expect(answer(tables)).rejects.toThrow('throttled');
    expect(onTheirWay).toBe(0);
  });
});

const arbitraryFacts = fc.uniqueArray(
  fc.record({
    person: fc.nat({ max: 20 }),
    fact: fc.nat({ max: 3 }),
    isLive: fc.boolean(),
    isDamaged: fc.boolean(),
  }),
  { selector: ({ person, fact }) => `${person} ${fact}`, maxLength: 60 },
);

test('wherever it is interrupted, it adds exactly what is missing; again, it changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryFacts, fc.infiniteStream(fc.boolean()), async (facts, times) => {
      const restored = facts.map(({ person, fact }) => storedFact(person, fact));
      const live: StoredFact[] = facts
        .filter(({ isLive }) => isLive)
        .map(({ person, fact, isDamaged }) =>
          storedFact(person, fact, { says: isDamaged ? 'damaged' : 'negative' }),
        );
      const tables = new MemoryFactTables(restored, live);
      const last = (await answerAll(tables, () => times.next().value)).at(-1);
      const after = new Map(tables.live);
      const again = (await answerAll(tables, always)).at(-1);
      const damaged = facts.filter(({ isLive, isDamaged }) => isLive && isDamaged).length;

      expect(last?.counts).toEqual({
        read: facts.length,
        identical: live.length - damaged,
        missing: facts.length - live.length,
        added: facts.length - live.length,
        differing: damaged,
      });
      for (const fact of live) expect(tables.live.get(keyDigest(fact))).toBe(fact);
      expect(tables.live.size).toBe(facts.length);
      expect(again?.counts).toMatchObject({ missing: 0, added: 0, differing: damaged });
      expect(tables.live).toEqual(after);
    }),
    { numRuns: runs(100) },
  );
});

describe('a request is refused', () => {
  const continued = async () => {
    const facts = Array.from({ length: 40 }, (_, at) => storedFact(at, 1));
    const { continuation } = await answer(new MemoryFactTables(facts), REQUEST, {
      hasTime: never,
      pageSize: 1,
    });
    return continuation;
  };

  test.each<[string, unknown, RegExp]>([
    ['without a table', {}, /facts-restored/],
    ['that is none', null, /facts-restored/],
    ['to merge from the live table', { restoredTable: 'facts' }, /facts-restored/],
    ['to merge from a table of another kind', { restoredTable: 'control' }, /facts-restored/],
    ['with an unclear apply', { ...REQUEST, apply: 'yes' }, /true or false/],
    ['with a damaged continuation', { ...REQUEST, continuation: 'x' }, /as it was/],
    ['with a continuation of another kind', { ...REQUEST, continuation: 'e30' }, /as it was/],
  ])('%s', async (_, request, fix) => {
    await expect(answer(new MemoryFactTables([]), request)).rejects.toMatchObject({
      code: 'KAPOK_MERGE_REQUEST',
      message: expect.stringMatching(new RegExp(`^KAPOK_MERGE_REQUEST: .*${fix.source}`)),
    });
  });

  test('to apply from where a count stopped: what it passed over would stay lost', async () => {
    const request = { ...REQUEST, apply: false, continuation: await continued() };
    await expect(answer(new MemoryFactTables([]), request)).rejects.toThrow('another merge');
  });

  test('to go on in another table', async () => {
    const request = { restoredTable: 'facts-restored-2', apply: true };
    await expect(
      answer(new MemoryFactTables([]), { ...request, continuation: await continued() }),
    ).rejects.toThrow('another merge');
  });
});
