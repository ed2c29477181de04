import { EventLoopMeter } from '../../../service/metrics/event-loop-meter';

const turn = () => new Promise(setImmediate);

/** Keeps the thread busy for about so many milliseconds. */
function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('an event loop that worked since the last reading was busy, one that only works is full', async () => {
  const meter = new EventLoopMeter();
  await turn();
  work(20);
  await turn();
  const busy = meter.read();

  expect(busy).toBeGreaterThan(50);
  expect(busy).toBeLessThanOrEqual(100);
});
