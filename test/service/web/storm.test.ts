import { ASKS_BURST, ASKS_REFILL_MS } from '../../../service/web/client/code-desk';
import {
  OTHER_TRIES_BURST,
  OTHER_TRIES_REFILL_MS,
} from '../../../service/web/client/region-client';
import { runs } from '../fixtures/runs';
import { PhoneCrowd, type SimulatedPhone } from './fixtures/phone-crowd';
import { VirtualTime } from './fixtures/virtual-time';

const MINUTE = 60_000;

/** Phones of a simulation; all of them lose their region in the same second. */
const PHONES = runs(1_000);

/** Requests that one phone makes in any minute at most, whoever presses what: 6 + 4 + 2 + 6. */
const BUDGET =
  ASKS_BURST + MINUTE / ASKS_REFILL_MS + OTHER_TRIES_BURST + MINUTE / OTHER_TRIES_REFILL_MS;

/** Mulberry32: small, seeded, the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function crowdOf(
  regions: readonly string[],
  phones = PHONES,
): { crowd: PhoneCrowd; time: VirtualTime } {
  const time = new VirtualTime();
  const crowd = new PhoneCrowd({ time, random: seeded(20220110), regions });
  crowd.add(phones, 2 * MINUTE);
  return { crowd, time };
}

/** Most requests of one phone within any minute. */
function busiestMinute({ askedMs }: SimulatedPhone): number {
  let most = 0;
  for (let from = 0, to = 0; to < askedMs.length; to += 1) {
    while ((askedMs[to] ?? 0) - (askedMs[from] ?? 0) >= MINUTE) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

/** Requests of all phones in each second since an instant. */
function perSecond(crowd: PhoneCrowd, sinceMs: number, seconds: number): number[] {
  const counts = new Array<number>(seconds).fill(0);
  for (const { askedMs } of crowd.phones) {
    for (const at of askedMs) {
      const second = Math.floor((at - sinceMs) / 1000);
      if (second >= 0 && second < seconds) counts[second] = (counts[second] ?? 0) + 1;
    }
  }
  return counts;
}

/** Everybody looks at the code again at once: the worst second there is. */
function allAskAgain(crowd: PhoneCrowd): void {
  for (const phone of crowd.phones) phone.desk.refresh();
}

describe.each(['dead', 'silent'] as const)('a region that is %s', (mood) => {
  test('costs every phone less than 5 s when another lives, and less than two requests', async () => {
    const { crowd, time } = crowdOf(['alpha', 'beta']);
    await time.run(4 * MINUTE);
    crowd.regions[0]!.mood = mood;
    const diedMs = time.nowMs;
    allAskAgain(crowd);
    await time.run(5_000);
    const late = crowd.phones.filter(({ asOfMs }) => asOfMs < diedMs);
    expect(late).toHaveLength(0);
    expect(crowd.asksSince(diedMs)).toBeLessThanOrEqual(2 * PHONES);
    // The next request goes where the last one was answered.
    const before = crowd.regions[0]!.askedMs.length;
    allAskAgain(crowd);
    await time.run(5_000);
    expect(crowd.regions[0]!.askedMs.length).toBe(before);
  }, 120_000);

  test('costs less than 5 s also when two of three are', async () => {
    const { crowd, time } = crowdOf(['alpha', 'beta', 'gamma'], 1_000);
    await time.run(4 * MINUTE);
    crowd.regions[0]!.mood = mood;
    crowd.regions[1]!.mood = mood;
    const diedMs = time.nowMs;
    allAskAgain(crowd);
    await time.run(5_000);
    expect(crowd.phones.filter(({ asOfMs }) => asOfMs < diedMs)).toHaveLength(0);
    expect(crowd.phones.every((phone) => busiestMinute(phone) <= BUDGET)).toBe(true);
  }, 120_000);
});

test('no region at all: the crowd thins out by itself, and all are back soon after the regions are', async () => {
  const { crowd, time } = crowdOf(['alpha', 'beta']);
  await time.run(4 * MINUTE);
  for (const region of crowd.regions) region.mood = 'dead';
  const diedMs = time.nowMs;
  allAskAgain(crowd);
  await time.run(10 * MINUTE);
  expect(Math.max(...crowd.phones.map(busiestMinute))).toBeLessThanOrEqual(BUDGET);
  const counts = perSecond(crowd, diedMs, 600);
  const perPhone = (from: number, to: number) =>
    counts.slice(from, to).reduce((a, b) => a + b, 0) / PHONES / ((to - from) / 60);
  // Full jitter from 4 s: some 5 asks of 2 tries in the first minute, 1 of 2 a minute in the end.
  expect(perPhone(0, 60)).toBeLessThan(12);
  expect(perPhone(300, 600)).toBeLessThan(4);
  // After the first second nobody is in step with anybody.
  expect(Math.max(...counts.slice(10))).toBeLessThan(PHONES / 4);
  for (const region of crowd.regions) region.mood = 'up';
  const backMs = time.nowMs;
  await time.run(130_000);
  expect(crowd.phones.filter(({ asOfMs }) => asOfMs < backMs)).toHaveLength(0);
  expect(Math.max(...perSecond(crowd, backMs, 130))).toBeLessThan(PHONES / 10);
}, 300_000);

test('overload never moves a phone to another region, and is asked again only when it says', async () => {
  const { crowd, time } = crowdOf(['alpha', 'beta']);
  await time.run(4 * MINUTE);
  crowd.regions[0]!.mood = 'overloaded';
  const fromMs = time.nowMs;
  for (let second = 0; second < 5 * 60; second += 5) {
    // People press the button again and again.
    allAskAgain(crowd);
    await time.run(5_000);
  }
  expect(crowd.regions[1]!.askedMs).toHaveLength(0);
  // One at once, then one in 30 to 75 s: 11 in 5 minutes at most.
  const most = Math.max(
    ...crowd.phones.map(({ askedMs }) => askedMs.filter((at) => at >= fromMs).length),
  );
  expect(most).toBeLessThanOrEqual(11);
  expect(crowd.asksSince(fromMs) / PHONES).toBeLessThanOrEqual(9);
}, 300_000);

test('an evacuated region is left with the first answer that says so, and is not asked again', async () => {
  const { crowd, time } = crowdOf(['alpha', 'beta', 'gamma'], 1_000);
  await time.run(4 * MINUTE);
  crowd.regions[0]!.evacuated = true;
  allAskAgain(crowd);
  await time.run(5_000);
  const before = crowd.regions[0]!.askedMs.length;
  allAskAgain(crowd);
  await time.run(5_000);
  allAskAgain(crowd);
  await time.run(5_000);
  expect(crowd.regions[0]!.askedMs.length).toBe(before);
  expect(crowd.phones.flatMap(({ elsewhere }) => elsewhere)).not.toContain('alpha');
  // Those that leave spread over the regions that stay.
  const [beta, gamma] = [1, 2].map((index) => crowd.regions[index]!.askedMs.length);
  expect(Math.abs((beta ?? 0) - (gamma ?? 0))).toBeLessThan(0.2 * ((beta ?? 0) + (gamma ?? 0)));
}, 120_000);

test('a region that comes and goes does not move phones back and forth', async () => {
  const { crowd, time } = crowdOf(['alpha', 'beta'], 1_000);
  await time.run(4 * MINUTE);
  const fromMs = time.nowMs;
  for (let round = 0; round < 18; round += 1) {
    crowd.regions[0]!.mood = round % 2 === 0 ? 'dead' : 'up';
    allAskAgain(crowd);
    await time.run(20_000);
  }
  // In six minutes: one request for each time somebody asks, and one to leave with.
  expect(crowd.asksSince(fromMs)).toBeLessThanOrEqual(1_000 * (18 + 1));
  expect(Math.max(...crowd.phones.map(busiestMinute))).toBeLessThanOrEqual(BUDGET);
  const left = crowd.regions[0]!.askedMs.filter((at) => at >= fromMs).length;
  expect(left).toBeLessThanOrEqual(1_000);
}, 120_000);

test('somebody who presses all the time stays within the budget', async () => {
  const { crowd, time } = crowdOf(['alpha', 'beta'], 100);
  await time.run(4 * MINUTE);
  for (const region of crowd.regions) region.mood = 'silent';
  for (let second = 0; second < 300; second += 1) {
    allAskAgain(crowd);
    await time.run(1_000);
  }
  expect(Math.max(...crowd.phones.map(busiestMinute))).toBeLessThanOrEqual(BUDGET);
}, 120_000);
