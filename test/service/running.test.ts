import { PARTS_DEADLINE_MS, stopAll } from '../../service/running';

test('waits for the parts that take a while to stop', async () => {
  let ended = false;
  const slow = async () => {
    await new Promise(setImmediate);
    ended = true;
  };
  await stopAll([{ stop: () => undefined }, { stop: slow }]);
  expect(ended).toBe(true);
});

test('fails in no part for another: each is stopped', async () => {
  const other = jest.fn();
  const bad = () => {
    throw new Error('by the test');
  };
  await stopAll([{ stop: bad }, { stop: other }]);
  expect(other).toHaveBeenCalledTimes(1);
});

test('waits no longer than the deadline', async () => {
  jest.useFakeTimers();
  const stopped = stopAll([{ stop: () => new Promise(() => undefined) }]);
  jest.advanceTimersByTime(PARTS_DEADLINE_MS);
  await stopped;
  jest.useRealTimers();
});
