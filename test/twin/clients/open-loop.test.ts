import { OpenLoop } from '../../../lib/twin/clients/open-loop';
import { pickByShare, seededRandom } from '../../../lib/twin/clients/random';
import { VirtualClock } from '../virtual-clock';

function arrivalsWithin(seconds: number, rate: (ms: number) => number, seed = 7): number[] {
  jest.useFakeTimers();
  const clock = new VirtualClock();
  const due: number[] = [];
  const loop = new OpenLoop(clock, seededRandom(seed), {
    ratePerSecondAt: rate,
    onArrival: (dueMs) => due.push(dueMs),
  });
  loop.start();
  for (let step = 0; step < seconds * 10; step++) {
    clock.advance(0.1);
    jest.advanceTimersByTime(100);
  }
  loop.stop();
  jest.useRealTimers();
  return due;
}

describe('OpenLoop', () => {
  test('sends the Poisson mean, whatever happens to the requests', () => {
    const count = arrivalsWithin(1000, () => 5).length;

    // Mean 5,000, standard deviation sqrt(5,000) = 71: four of them either side.
    expect(count).toBeGreaterThan(5_000 - 4 * 71);
    expect(count).toBeLessThan(5_000 + 4 * 71);
  });

  test('follows the curve', () => {
    const due = arrivalsWithin(100, (ms) => (ms < 50_000 ? 0 : 20));

    expect(due.filter((ms) => ms < 50_000)).toHaveLength(0);
    expect(due.length).toBeGreaterThan(800);
  });

  test('sends the same arrivals for the same seed and others for another', () => {
    const first = arrivalsWithin(20, () => 3, 1);

    expect(arrivalsWithin(20, () => 3, 1)).toEqual(first);
    expect(arrivalsWithin(20, () => 3, 2)).not.toEqual(first);
  });
});

describe('pickByShare', () => {
  test('picks in proportion to the shares', () => {
    const random = seededRandom(3);
    const entries = [
      { name: 'large', share: 0.75 },
      { name: 'small', share: 0.25 },
    ];
    const picks = Array.from({ length: 4_000 }, () => pickByShare(entries, random).name);

    expect(picks.filter((name) => name === 'large').length / 4_000).toBeCloseTo(0.75, 1);
  });

  test('fails when there is nothing to pick from', () => {
    expect(() => pickByShare([], seededRandom(1))).toThrow(RangeError);
  });
});
