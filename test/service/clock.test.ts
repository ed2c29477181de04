import { RunningClock } from '../../service/clock';

beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => jest.useRealTimers());

test('real time is the wall clock', () => {
  expect(new RunningClock().now()).toBe(1_000_000);
});

test('a scaled clock runs from its origin at its rate', () => {
  const clock = new RunningClock({ clockMs: 5_000_000, wallMs: 999_000, rate: 20 });
  expect(clock.now()).toBe(5_020_000);
  jest.advanceTimersByTime(500);
  expect(clock.now()).toBe(5_030_000);
});

test('timers count the seconds of the clock and can be cancelled', () => {
  const clock = new RunningClock({ clockMs: 0, wallMs: 0, rate: 10 });
  const calls: string[] = [];
  const stop = clock.every(5, () => calls.push('every'));
  clock.after(30, () => calls.push('after'));
  clock.after(1, () => calls.push('never'))();
  jest.advanceTimersByTime(1_000);
  expect(calls).toEqual(['every', 'every']);
  stop();
  jest.advanceTimersByTime(2_000);
  expect(calls).toEqual(['every', 'every', 'after']);
});
