import {
  REPEATED_AFTER_SECONDS,
  REPEATS_WAITING,
  REVOCATION_ATTEMPTS,
  REVOCATIONS_AT_ONCE,
  RedTurns,
} from '../../../service/records/red-turns';
import { StoreUnavailableError } from '../../../service/store/store-error';
import { ManualClock } from '../fixtures/manual-clock';

const settle = () => new Promise(setImmediate);

function create(fails: () => boolean = () => false, repeatedAfter?: readonly number[]) {
  const clock = new ManualClock();
  const calls: [string, number][] = [];
  const failures: unknown[] = [];
  const waiting: (() => void)[] = [];
  let hangs = false;
  const turns = new RedTurns({
    revocations: {
      revoke: async (personKey, atMs) => {
        calls.push([personKey, atMs]);
        if (hangs) await new Promise<void>((resolve) => waiting.push(resolve));
        if (fails()) throw new StoreUnavailableError(new Error('away'));
      },
    },
    clock,
    random: () => 0.5,
    onFailure: (error) => failures.push(error),
    ...(repeatedAfter && { repeatedAfter }),
  });
  return { clock, calls, failures, turns, waiting, hang: () => (hangs = true) };
}

test('revokes at once, up to the time of the turn, and again for regions that learn of it later', async () => {
  const { clock, calls, failures, turns } = create();
  const atMs = clock.now();
  turns.add('a');
  await settle();
  expect([calls, failures]).toEqual([[['a', atMs]], []]);
  clock.advance(300);
  await settle();
  const again = REPEATED_AFTER_SECONDS.map((seconds) => ['a', atMs + seconds * 1000]);
  expect(again.map(([, at]) => (at as number) - atMs)).toEqual([5_000, 30_000, 120_000]);
  expect(calls).toEqual([['a', atMs], ...again]);
  expect(clock.waiting).toBe(0);
});

test('revokes up to another time when it is told to', async () => {
  const { calls, turns } = create(undefined, []);
  turns.add('a', 7);
  await settle();
  expect(calls).toEqual([['a', 7]]);
});

test('whoever turns red twice is repeated from the second time, and once', async () => {
  const { clock, calls, turns } = create();
  turns.add('a');
  clock.advance(3);
  turns.add('a');
  clock.advance(300);
  await settle();
  expect(calls).toHaveLength(2 + REPEATED_AFTER_SECONDS.length);
});

test('fails to repeat more people than it may, and tells it', async () => {
  const { clock, calls, failures, turns } = create();
  for (let at = 0; at < REPEATS_WAITING; at += 1) {
    turns.add(`person-${at}`);
    if (at % 1_000 === 0) await settle();
  }
  while (calls.length < REPEATS_WAITING) await settle();
  turns.add('one more');
  expect([failures.length, clock.waiting]).toEqual([1, REPEATS_WAITING]);
});

test('revokes all that waits before it ends, and what would be repeated once more at once', async () => {
  const { clock, calls, turns, waiting, hang } = create();
  hang();
  for (let at = 0; at < 40; at += 1) turns.add(`person-${at}`);
  const ended = jest.fn();
  clock.advance(1);
  const stopped = turns.stop().then(ended);
  while (calls.length < 80 || waiting.length > 0) {
    expect(ended).not.toHaveBeenCalled();
    for (const resolve of waiting.splice(0)) resolve();
    await settle();
  }
  await stopped;
  expect(new Set(calls.slice(40).map(([, at]) => at))).toEqual(new Set([clock.now()]));
  expect(new Set(calls.slice(40).map(([key]) => key)).size).toBe(40);
  expect(clock.waiting).toBe(0);
});

test('fails to revoke while it ends only after one more attempt, and does not wait for ever', async () => {
  const { calls, failures, turns } = create(() => true);
  turns.add('a');
  await settle();
  await turns.stop();
  // The first attempt; then what paused and what would be repeated, each once more.
  expect([calls.length, failures.length]).toEqual([5, 5]);
});

test('ends at once when nothing waits', async () => {
  await create().turns.stop();
});

test('fails a few times, tells it each time, and then gives up', async () => {
  const { clock, calls, failures, turns } = create(() => true, []);
  const atMs = clock.now();
  turns.add('a');
  for (let at = 0; at < 60; at += 1) {
    await settle();
    clock.advance(1);
  }
  expect(calls).toEqual(Array(REVOCATION_ATTEMPTS).fill(['a', atMs]));
  expect(failures).toHaveLength(REVOCATION_ATTEMPTS);
  expect(clock.waiting).toBe(0);
});

test('a revocation that failed is made when it can be', async () => {
  let away = true;
  const { clock, calls, failures, turns } = create(() => away, []);
  turns.add('a');
  await settle();
  away = false;
  clock.advance(2);
  await settle();
  clock.advance(60);
  expect([calls.length, failures.length]).toEqual([2, 1]);
});

test('few are under way at once', async () => {
  const { calls, turns, waiting, hang } = create(undefined, []);
  hang();
  for (let at = 0; at < 50; at += 1) turns.add(`person-${at}`);
  await settle();
  expect(calls).toHaveLength(REVOCATIONS_AT_ONCE);
  for (const resolve of waiting.splice(0)) resolve();
  await settle();
  expect(calls).toHaveLength(2 * REVOCATIONS_AT_ONCE);
});

test('fails loudly when too many wait, and keeps those that do', async () => {
  const { calls, failures, turns, hang } = create(undefined, []);
  hang();
  for (let at = 0; at < 10_100; at += 1) turns.add(`person-${at}`);
  await settle();
  expect(failures).toHaveLength(10_100 - 10_000 - REVOCATIONS_AT_ONCE);
  expect(calls).toHaveLength(REVOCATIONS_AT_ONCE);
});

test('a first attempt is spread where it should be, and made at once when the process ends', async () => {
  const clock = new ManualClock();
  const revoke = jest.fn(async () => undefined);
  const options = { revocations: { revoke }, clock, random: () => 0.5, onFailure: () => undefined };
  const turns = new RedTurns({ ...options, repeatedAfter: [], firstAfter: 1 });
  turns.add('a', 7);
  clock.advance(1.4);
  expect(revoke).not.toHaveBeenCalled();
  clock.advance(0.1);
  expect(revoke.mock.calls).toEqual([['a', 7]]);
  turns.add('b', 8);
  await turns.stop();
  expect(revoke.mock.calls).toEqual([
    ['a', 7],
    ['b', 8],
  ]);
});
