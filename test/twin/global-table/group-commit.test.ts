import type { StoreOperation } from '../../../lib/twin/global-table/dynalite-store';
import { GroupCommit, putJson } from '../../../lib/twin/global-table/group-commit';
import { Journal } from '../../../lib/twin/global-table/journal';
import { settle } from './manual-clock';

/** A store whose batches end when the test says so. */
function gatedStore() {
  const batches: { keys: string[]; end: (error?: Error) => void }[] = [];
  const batch = (operations: readonly StoreOperation[]) =>
    new Promise<void>((resolve, reject) => {
      const end = (error?: Error) => (error === undefined ? resolve() : reject(error));
      batches.push({ keys: operations.map(({ key }) => key), end });
    });
  return { batches, db: { batch } };
}

/** Whether a promise has resolved by now. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.then(
    () => {
      done = true;
    },
    () => undefined,
  );
  await settle();
  return done;
}

test('a write is acknowledged when its batch is on disk and not before', async () => {
  const { batches, db } = gatedStore();
  const commit = new GroupCommit(db).commit([putJson('a', 1)]);
  expect(await isDone(commit)).toBe(false);
  batches[0]?.end();
  expect(await isDone(commit)).toBe(true);
});

test('what is asked for during a batch goes together into the next one', async () => {
  const { batches, db } = gatedStore();
  const commits = new GroupCommit(db);
  const first = commits.commit([putJson('a', 1)]);
  const others = [commits.commit([putJson('b', 2)]), commits.commit([putJson('c', 3)])];
  batches[0]?.end();
  expect(await isDone(first)).toBe(true);
  expect(await isDone(Promise.all(others))).toBe(false);
  expect(batches.map(({ keys }) => keys)).toEqual([['a'], ['b', 'c']]);
  batches[1]?.end();
  expect(await isDone(Promise.all(others))).toBe(true);
});

test('fails for every write of a batch that fails, and goes on with the next', async () => {
  const { batches, db } = gatedStore();
  const commits = new GroupCommit(db);
  const first = commits.commit([putJson('a', 1)]);
  const second = commits.commit([putJson('b', 2)]);
  batches[0]?.end(new Error('disk full'));
  await expect(first).rejects.toThrow('disk full');
  await settle();
  batches[1]?.end();
  await expect(second).resolves.toBeUndefined();
});

test('a journalled write is neither acknowledged nor shipped before it is on disk', async () => {
  const { batches, db } = gatedStore();
  const empty = { all: () => Promise.resolve([]) };
  const journal = await Journal.open(
    {
      ...db,
      get: () => Promise.resolve(undefined),
      clear: () => Promise.resolve(),
      iterator: () => empty,
    },
    'here',
    () => 1,
    ['there'],
  );
  const write = journal.writeLocally('facts', 'a', {});
  expect(await isDone(write)).toBe(false);
  expect(journal.pendingCount('there')).toBe(0);
  batches[0]?.end();
  expect(await isDone(write)).toBe(true);
  expect(journal.pendingCount('there')).toBe(1);
});
