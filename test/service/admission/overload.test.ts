import type { Priority } from '../../../service/admission';
import { crowd, type Patience, p99, type Tally } from './simulated-crowd';
import { CHANNELS, REFUSE_MS, simulation, WORK_MS } from './simulation';

/** What is asked for, by priority. */
const MIX: readonly (readonly [Priority, number])[] = [
  ['show-code', 0.55],
  ['verify', 0.1],
  ['refresh', 0.1],
  ['test-panel', 0.15],
  ['vaccination-panel', 0.1],
];

/** Phones that ask again after a refusal, and when a second has gone by, twice. */
const NAIVE: Patience = { timeoutMs: 1_000, attempts: 3, pauseMs: 100 };

/** Half of what the server can do, and for 20 s three times as much as it can. */
const USUAL_PER_SECOND = 500;
const MORE_PER_SECOND = 2_500;
const [FROM_SEC, UNTIL_SEC, END_SEC] = [10, 30, 45];

function play(limited: boolean) {
  const { server, random } = simulation(limited);
  const tallies = new Map<Priority, Tally[]>();
  for (const [priority, share] of MIX) {
    const of = (perSecond: number, from: number, until: number) =>
      CHANNELS.map((channel) => {
        const stream = { priority, channel, fromMs: from * 1000, untilMs: until * 1000 };
        const rate = (perSecond * share) / CHANNELS.length;
        return crowd(server, { ...stream, perSecond: rate }, NAIVE, random);
      });
    tallies.set(priority, [
      ...of(USUAL_PER_SECOND, 0, END_SEC),
      ...of(MORE_PER_SECOND, FROM_SEC, UNTIL_SEC),
    ]);
  }
  server.run(END_SEC * 1000);
  return tallies;
}

/** People who got an answer in time, of those who asked in these seconds. */
function served(tallies: readonly Tally[], from: number, until: number): number {
  return tallies.reduce(
    (sum, { servedBySecond }) =>
      sum + servedBySecond.slice(from, until).reduce((total, one = 0) => total + one, 0),
    0,
  );
}

describe('offered three times what it can do, with naive retries', () => {
  const limited = play(true);
  const all = [...limited.values()].flat();
  const of = (priority: Priority) => limited.get(priority) ?? [];

  test('shows as many codes as the cost of the refusals leaves, to nine tenths at least', () => {
    const attemptsPerSec =
      all.reduce((sum, { sentBySecond }) => {
        return (
          sum + sentBySecond.slice(FROM_SEC, UNTIL_SEC).reduce((total, one = 0) => total + one, 0)
        );
      }, 0) /
      (UNTIL_SEC - FROM_SEC);
    const boundPerSec = (1000 - attemptsPerSec * REFUSE_MS) / WORK_MS;
    const goodputPerSec = served(of('show-code'), FROM_SEC, UNTIL_SEC) / (UNTIL_SEC - FROM_SEC);
    expect(attemptsPerSec).toBeGreaterThan(6_000);
    expect(goodputPerSec / boundPerSec).toBeGreaterThan(0.9);
  });

  test('answers whoever is admitted within 100 ms, 99 times of 100', () => {
    for (const priority of limited.keys()) expect(p99(of(priority))).toBeLessThan(100);
  });

  test('gives up the panels first', () => {
    const share = (priority: Priority) => {
      const people = MIX.find(([name]) => name === priority)?.[1] ?? 0;
      const asked = (USUAL_PER_SECOND + MORE_PER_SECOND) * people * (UNTIL_SEC - FROM_SEC);
      return served(of(priority), FROM_SEC, UNTIL_SEC) / asked;
    };
    expect(share('show-code')).toBeGreaterThan(0.3);
    expect(share('test-panel')).toBeLessThan(0.05);
    expect(share('vaccination-panel')).toBeLessThan(0.05);
  });

  test('serves everybody again within 5 s after it is over', () => {
    const after = served(all, UNTIL_SEC + 5, END_SEC - 2) / (END_SEC - UNTIL_SEC - 7);
    expect(after / USUAL_PER_SECOND).toBeGreaterThan(0.95);
  });

  test('collapses without the limiter, and does not come back', () => {
    const codes = play(false).get('show-code') ?? [];
    expect(served(codes, FROM_SEC + 2, END_SEC)).toBe(0);
  });
});
