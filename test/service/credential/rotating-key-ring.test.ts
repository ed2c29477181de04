import * as fc from 'fast-check';
import { JWKS_MAX_AGE_SECONDS } from '../../../service/credential/jwks-route';
import {
  KEYS_REFRESH_SECONDS,
  RotatingKeyRing,
} from '../../../service/credential/rotating-key-ring';
import { RELOAD_JITTER } from '../../../service/secrets/reloaded';
import { readSigningKeys, type SigningKeySet } from '../../../service/secrets/secret-values';
import { ManualClock } from '../fixtures/manual-clock';
import { runs } from '../fixtures/runs';
import { privateJwk } from '../fixtures/secrets';

const keySet = (kid: string): SigningKeySet =>
  readSigningKeys(JSON.stringify({ current: privateJwk(kid), previous: [] }));

async function open(read: () => Promise<SigningKeySet>, random = () => 0.5) {
  const clock = new ManualClock();
  const failures: [unknown, number][] = [];
  const changes: string[] = [];
  const keys = await RotatingKeyRing.open({
    read,
    clock,
    random,
    onFailure: (...failure) => failures.push(failure),
    onChange: (kid) => changes.push(kid),
  });
  return { keys, clock, failures, changes };
}

/** One pause and the read after it. */
async function turn(clock: ManualClock, seconds = KEYS_REFRESH_SECONDS): Promise<void> {
  clock.advance(seconds);
  while (clock.waiting === 0) await new Promise(setImmediate);
}

test('fails to open when the keys cannot be read', async () => {
  await expect(open(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
});

test('signs with and publishes new keys after the next read, and says so once', async () => {
  const sets = [keySet('old'), keySet('new')];
  let read = 0;
  const { keys, clock, changes } = await open(async () => sets[Math.min(read++, 1)]!);
  keys.start();
  expect(keys.ring.kid).toBe('old');
  await turn(clock);
  await turn(clock);
  expect(read).toBe(3);
  expect(keys.ring.kid).toBe('new');
  expect(keys.ring.jwks).toContain('"kid":"new"');
  expect(changes).toEqual(['new']);
});

test.each([
  ['the store does not answer', () => Promise.reject(new Error('away'))],
  [
    'the keys are no keys',
    async () => ({ ...keySet('bad'), current: { ...keySet('bad').current, x: '!' } }),
  ],
])('keeps the last good keys while %s, says since when, and tries again', async (_, bad) => {
  const reads = [async () => keySet('good'), bad, bad, async () => keySet('new')];
  const { keys, clock, failures } = await open(() => reads.shift()!());
  const openedMs = clock.now();
  keys.start();
  await turn(clock);
  await turn(clock);
  expect(keys.ring.kid).toBe('good');
  expect(failures.map(([, readAtMs]) => readAtMs)).toEqual([openedMs, openedMs]);
  await turn(clock);
  expect(keys.ring.kid).toBe('new');
});

test('reads no more once it is stopped, even when a read is under way', async () => {
  let answer: (set: SigningKeySet) => void = () => undefined;
  const reads = [Promise.resolve(keySet('a')), new Promise<SigningKeySet>((r) => (answer = r))];
  const { keys, clock } = await open(() => reads.shift()!);
  keys.start();
  clock.advance(KEYS_REFRESH_SECONDS);
  keys.stop();
  answer(keySet('b'));
  await new Promise(setImmediate);
  expect(clock.waiting).toBe(0);
});

test('a fleet that starts together spreads its reads over two fifths of the pause', async () => {
  const firstRead = async (random: number) => {
    const { keys, clock } = await open(
      async () => keySet('a'),
      () => random,
    );
    const startMs = clock.now();
    keys.start();
    while (clock.waiting > 0) clock.advance(1);
    return (clock.now() - startMs) / 1000;
  };
  const shortest = KEYS_REFRESH_SECONDS * (1 - RELOAD_JITTER);
  const longest = KEYS_REFRESH_SECONDS * (1 + RELOAD_JITTER);
  expect(await firstRead(0)).toBe(shortest);
  expect(await firstRead(1)).toBe(longest);
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), async (random) => {
      const seconds = await firstRead(random);
      expect(seconds).toBeGreaterThanOrEqual(shortest);
      expect(seconds).toBeLessThan(longest + 1);
    }),
    { numRuns: runs(20) },
  );
});

test('a hundred instances stay below a thousandth of what Secrets Manager answers', () => {
  const readsPerSecond = 100 / (KEYS_REFRESH_SECONDS * (1 - RELOAD_JITTER));
  expect(readsPerSecond).toBeLessThan(10_000 / 1_000);
  expect(JWKS_MAX_AGE_SECONDS).toBeLessThan(KEYS_REFRESH_SECONDS);
});
