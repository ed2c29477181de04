import { crowd, type Patience, p99 } from './simulated-crowd';
import { CHANNELS, simulation } from './simulation';

/** Every attempt counts, so that a loss cannot hide behind a retry. */
const ONCE: Patience = { timeoutMs: 1_000, attempts: 1, pauseMs: 0 };

/** 80 % of a channel's share of the 1,000 a second that the server can do. */
const FAIR_PER_SECOND = 200;

/** Ten times the share of one of four. */
const FLOOD_PER_SECOND = 2_500;

const [FROM_MS, UNTIL_MS] = [10_000, 60_000];

/** Every channel as usual, but for the first, which floods after a while or does not. */
function play(floods: boolean) {
  const { server, random } = simulation(true);
  const tallies = CHANNELS.map((channel) => {
    const of = { priority: 'show-code', channel } as const;
    const usual = { ...of, perSecond: FAIR_PER_SECOND, fromMs: 0, untilMs: FROM_MS };
    crowd(server, usual, ONCE, random);
    const perSecond = floods && channel === CHANNELS[0] ? FLOOD_PER_SECOND : FAIR_PER_SECOND;
    return crowd(server, { ...of, perSecond, fromMs: FROM_MS, untilMs: UNTIL_MS }, ONCE, random);
  });
  server.run(UNTIL_MS + 1_000);
  return tallies;
}

describe('one channel offers ten times its share', () => {
  const [before, during] = [play(false), play(true)];

  test.each([1, 2, 3])('channel %d loses nothing', (index) => {
    const { served, asked } = during[index]!;
    expect(served / asked).toBeGreaterThan(0.99);
  });

  test('the others wait hardly longer', () => {
    const [usual, now] = [before, during].map((all) => p99(all.slice(1)));
    expect(now).toBeLessThan(1.2 * usual!);
  });

  test('it gets what the others leave', () => {
    expect(during[0]!.served).toBeGreaterThan(before[0]!.served);
  });
});
