import { EXIT_CONFIG, EXIT_FAULT } from '../../../service/cluster/exit-codes';
import {
  FAILED_STARTS,
  FIRST_PAUSE_SECONDS,
  LONGEST_PAUSE_SECONDS,
  SILENT_SECONDS,
  STEADY_SECONDS,
  STOP_SECONDS,
  Supervisor,
} from '../../../service/cluster/supervisor';
import type { WorkerEvents } from '../../../service/cluster/worker';
import { heapMib } from '../../../service/cluster/worker-processes';
import { createLogger } from '../../../service/logging/logger';
import { SHUTDOWN_DEADLINE_MS } from '../../../service/service';
import { configOf } from '../fixtures/app';
import { ManualClock } from '../fixtures/manual-clock';

interface FakeWorker {
  readonly pid: number;
  readonly events: WorkerEvents;
  readonly signals: string[];
}

function supervise(workers: number) {
  const clock = new ManualClock();
  const lines: string[] = [];
  const started: FakeWorker[] = [];
  const givenUp: number[] = [];
  const supervisor = new Supervisor({
    workers,
    start: (events) => {
      const worker: FakeWorker = { pid: 100 + started.length, events, signals: [] };
      started.push(worker);
      return { pid: worker.pid, kill: (signal) => worker.signals.push(signal) };
    },
    clock,
    logger: createLogger(configOf('citizen'), clock, { write: (line) => lines.push(line) }),
    random: () => 1,
    onGivenUp: (code) => givenUp.push(code),
  });
  supervisor.start();
  return { supervisor, clock, lines, started, givenUp };
}

const CRASH = { code: 1, signal: null };
const settle = () => new Promise(setImmediate);

/** All workers say that they live, for so many seconds. */
function live(clock: ManualClock, workers: readonly FakeWorker[], seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    clock.advance(1);
    for (const { events } of workers) events.alive();
  }
}

test('a worker that ends is replaced after a pause, and counted', () => {
  const { clock, lines, started } = supervise(2);
  expect(started).toHaveLength(2);
  for (const { events } of started) events.listening();

  started[0]?.events.ended({ code: null, signal: 'SIGKILL' });
  clock.advance(FIRST_PAUSE_SECONDS - 0.1);
  expect(started).toHaveLength(2);
  clock.advance(0.1);
  expect(started).toHaveLength(3);
  expect(JSON.parse(String(lines[0]))).toMatchObject({
    level: 'error',
    msg: 'a worker ended',
    workerPid: 100,
    signal: 'SIGKILL',
    workersEnded: 1,
  });
});

test('pauses double while workers live short, up to the longest, and begin anew after a steady one', () => {
  const { clock, started } = supervise(1);
  const pauses: number[] = [];
  for (let death = 0; death < 8; death += 1) {
    const known = started.length;
    started.at(-1)?.events.listening();
    started.at(-1)?.events.ended(CRASH);
    let pause = 0;
    while (started.length === known) {
      clock.advance(0.5);
      pause += 0.5;
    }
    pauses.push(pause);
  }
  expect(pauses).toEqual([0.5, 1, 2, 4, 8, 16, 16, LONGEST_PAUSE_SECONDS]);

  live(clock, started.slice(-1), STEADY_SECONDS);
  const known = started.length;
  started.at(-1)?.events.ended(CRASH);
  clock.advance(FIRST_PAUSE_SECONDS);
  expect(started).toHaveLength(known + 1);
});

test('a worker that says nothing for long is killed, one that speaks is not', () => {
  const { clock, started } = supervise(2);
  const [silent, speaking] = started as [FakeWorker, FakeWorker];
  live(clock, [speaking], SILENT_SECONDS);
  expect(silent.signals).toEqual([]);
  live(clock, [speaking], SILENT_SECONDS / 6);
  expect(silent.signals).toEqual(['SIGKILL']);
  expect(speaking.signals).toEqual([]);
});

test('a stop lets workers end, starts none and is over when the last one is gone', async () => {
  const { supervisor, clock, started } = supervise(2);
  const [one, other] = started as [FakeWorker, FakeWorker];
  let over = false;
  const stopped = supervisor.stop().then(() => {
    over = true;
  });
  expect([one.signals, other.signals]).toEqual([['SIGTERM'], ['SIGTERM']]);
  one.events.ended({ code: 0, signal: null });
  await settle();
  expect(over).toBe(false);
  other.events.ended({ code: 0, signal: null });
  await stopped;
  expect(started).toHaveLength(2);
  expect(clock.waiting).toBe(0);
});

test('a stop while a worker waits to be replaced does not wait for it', async () => {
  const { supervisor, clock, started } = supervise(1);
  started[0]?.events.ended(CRASH);
  await supervisor.stop();
  expect(started).toHaveLength(1);
  expect(clock.waiting).toBe(0);
});

test('workers that do not end are killed before the unit would be', async () => {
  const { supervisor, clock, started } = supervise(1);
  const stopped = supervisor.stop();
  clock.advance(STOP_SECONDS);
  expect(started[0]?.signals).toEqual(['SIGTERM', 'SIGKILL']);
  started[0]?.events.ended({ code: null, signal: 'SIGKILL' });
  await stopped;
  expect(STOP_SECONDS * 1000).toBeGreaterThan(SHUTDOWN_DEADLINE_MS);
});

test('fails when worker after worker ends before it listens', async () => {
  const { clock, started, givenUp, lines } = supervise(2);
  for (let start = 0; start < FAILED_STARTS; start += 1) {
    expect(givenUp).toEqual([]);
    started[start]?.events.ended(CRASH);
    clock.advance(LONGEST_PAUSE_SECONDS);
  }
  const survivor = started[FAILED_STARTS];
  expect(survivor?.signals).toEqual(['SIGTERM']);
  for (const worker of started.slice(FAILED_STARTS)) worker.events.ended({ code: 0, signal: null });
  await settle();
  expect(givenUp).toEqual([EXIT_FAULT]);
  expect(lines.join('')).toContain('no worker can be started');
});

test('starts that fail end nothing while another worker serves', () => {
  const { clock, started, givenUp } = supervise(2);
  started[0]?.events.listening();
  for (let times = 0; times < 3 * FAILED_STARTS; times += 1) {
    started.at(-1)?.events.ended(CRASH);
    live(clock, started.slice(0, 1), LONGEST_PAUSE_SECONDS);
  }
  expect(givenUp).toEqual([]);
  expect(started).toHaveLength(2 + 3 * FAILED_STARTS);
});

test('fails at once with code 2 when a worker finds the environment wrong', async () => {
  const { started, givenUp } = supervise(1);
  started[0]?.events.ended({ code: EXIT_CONFIG, signal: null });
  await settle();
  expect(givenUp).toEqual([EXIT_CONFIG]);
});

test('the heaps of all workers leave two fifths of the machine to the rest', () => {
  expect(heapMib(4 * 2 ** 30, 2)).toBe(1_228);
  expect(heapMib(4 * 2 ** 30, 1)).toBe(2_457);
});
