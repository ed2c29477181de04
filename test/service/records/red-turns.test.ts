import {
  REVOCATION_ATTEMPTS,
  REVOCATIONS_AT_ONCE,
  RedTurns,
} from '../../../service/records/red-turns';
import { StoreUnavailableError } from '../../../service/store/store-error';
import { ManualClock } from '../fixtures/manual-clock';

const settle = () => new Promise(setImmediate);

function create(fails: () => boolean = () => false) {
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
  });
  return { clock, calls, failures, turns, waiting, hang: () => (hangs = true) };
}

test('revokes once, up to the time of the turn', async () => {
  const { clock, calls, failures, turns } = create();
  turns.add('a');
  await settle();
  expect([calls, failures, clock.waiting]).toEqual([[['a', clock.now()]], [], 0]);
});

test('fails a few times, tells it each time, and then gives up', async () => {
  const { clock, calls, failures, turns } = create(() => true);
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
  const { clock, calls, failures, turns } = create(() => away);
  turns.add('a');
  await settle();
  away = false;
  clock.advance(2);
  await settle();
  clock.advance(60);
  expect([calls.length, failures.length]).toEqual([2, 1]);
});

test('few are under way at once, and none begins after the end', async () => {
  const { calls, turns, waiting, hang } = create();
  hang();
  for (let at = 0; at < 50; at += 1) turns.add(`person-${at}`);
  await settle();
  expect(calls).toHaveLength(REVOCATIONS_AT_ONCE);
  for (const resolve of waiting.splice(0)) resolve();
  await settle();
  expect(calls).toHaveLength(2 * REVOCATIONS_AT_ONCE);
  turns.stop();
  for (const resolve of waiting.splice(0)) resolve();
  await settle();
  expect(calls).toHaveLength(2 * REVOCATIONS_AT_ONCE);
});

test('fails loudly when too many wait, and keeps those that do', async () => {
  const { calls, failures, turns, hang } = create();
  hang();
  for (let at = 0; at < 10_100; at += 1) turns.add(`person-${at}`);
  await settle();
  expect(failures).toHaveLength(10_100 - 10_000 - REVOCATIONS_AT_ONCE);
  expect(calls).toHaveLength(REVOCATIONS_AT_ONCE);
});
