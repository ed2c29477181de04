import { Checker } from '../../../lib/twin/route53/checker';
import type { Probe } from '../../../lib/twin/route53/probe';
import { VirtualClock } from '../virtual-clock';
import { endpointCheck } from './declarations';

const PASSED = { passed: true } as const;

/** A checker whose endpoint answers after `responseSec`; notes when each probe was sent. */
function watched(responseSec: number, random = () => 0) {
  const clock = new VirtualClock();
  const sentAtSec: number[] = [];
  const probe: Probe = (_check, report) => {
    sentAtSec.push(clock.now() / 1000);
    if (responseSec > 0) return clock.after(responseSec, () => report(PASSED));
    report(PASSED);
    return () => {};
  };
  let results = 0;
  const onResult = () => {
    results++;
  };
  const checker = new Checker({ check: endpointCheck(), clock, random, probe, onResult });
  return { clock, sentAtSec, checker, results: () => results };
}

// Developer guide, "Values that you specify ...": Request interval runs "between the time that each
// health checker gets a response from your endpoint and the time that it sends the next request".
test('E4: a response of 1.5 s at interval 10 puts 11.5 s between two probes', () => {
  const { clock, sentAtSec, checker } = watched(1.5);
  checker.start();
  clock.advance(36);
  expect(sentAtSec).toEqual([0, 11.5, 23, 34.5]);
});

test('the first probe is sent at a random moment of the first interval', () => {
  const { clock, sentAtSec, checker } = watched(0, () => 0.73);
  checker.start();
  clock.advance(20);
  expect(sentAtSec).toEqual([7.3, 17.3]);
});

test.each([
  ['while it waits', 0, 5],
  ['while a probe is on its way', 4, 2],
])(
  'a checker stopped %s leaves no timer and hears of nothing more',
  (_when, responseSec, stopSec) => {
    const { clock, checker, results, sentAtSec } = watched(responseSec);
    checker.start();
    clock.advance(stopSec);
    const before = results();
    checker.stop();
    expect(clock.pending).toBe(0);
    clock.advance(60);
    expect(results()).toBe(before);
    expect(sentAtSec).toHaveLength(1);
  },
);

test('a checker stopped by the listener of a probe that ended at once stays stopped', () => {
  const clock = new VirtualClock();
  const probe: Probe = (_check, report) => {
    report(PASSED);
    return () => {};
  };
  const options = { check: endpointCheck(), clock, random: () => 0, probe };
  const checker: Checker = new Checker({ ...options, onResult: () => checker.stop() });
  checker.start();
  clock.advance(60);
  expect(clock.pending).toBe(0);
});

test('a checker started twice probes once per interval, and one stopped starts again', () => {
  const { clock, sentAtSec, checker } = watched(0);
  checker.start();
  checker.start();
  clock.advance(15);
  checker.stop();
  clock.advance(15);
  checker.start();
  clock.advance(5);
  expect(sentAtSec).toEqual([0, 10, 30]);
});
