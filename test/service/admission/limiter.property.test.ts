import fc from 'fast-check';
import {
  CEILINGS,
  Limiter,
  PRIORITIES,
  type Priority,
  type SampleOutcome,
  type Ticket,
} from '../../../service/admission';
import { AdaptiveLimit } from '../../../service/admission/adaptive-limit';
import {
  LEAN_MIN,
  MAX_LIMIT,
  MIN_LIMIT,
  PROBE_LIMIT,
} from '../../../service/admission/limit-options';
import { DELAY_INTERVAL_MS } from '../../../service/admission/limiter';
import { runs } from '../fixtures/runs';

const CHANNELS = ['one', 'two', 'three'];

const priorities = fc.constantFrom(...PRIORITIES);
const channels = fc.constantFrom(...CHANNELS, undefined, 'unknown');
const outcomes = fc.constantFrom<SampleOutcome>('served', 'dropped', 'ignored');
const latencies = fc.oneof(
  fc.double({ min: 0, max: 5_000, noNaN: true }),
  fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e300),
);

type Move =
  | { readonly admit: { readonly priority: Priority; readonly channel: string | undefined } }
  | { readonly release: number; readonly ms: number; readonly outcome: SampleOutcome }
  | { readonly waitMs: number };

const moves: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ admit: fc.record({ priority: priorities, channel: channels }) }),
  },
  { weight: 4, arbitrary: fc.record({ release: fc.nat(), ms: latencies, outcome: outcomes }) },
  { weight: 1, arbitrary: fc.record({ waitMs: fc.integer({ min: 1, max: 3_000 }) }) },
);

function create(delayMs: () => number = () => 0) {
  const time = { ms: 0 };
  const queueDelay = {
    get ms() {
      return delayMs();
    },
  };
  const now = () => time.ms;
  const limiter = new Limiter({ channels: CHANNELS, now, random: () => 0.5, queueDelay });
  return { limiter, time };
}

/** Plays moves and calls back after each. */
function play(
  all: readonly Move[],
  check: (made: ReturnType<typeof create>, held: Ticket[]) => void,
) {
  const made = create();
  const held: Ticket[] = [];
  for (const move of all) {
    if ('waitMs' in move) made.time.ms += move.waitMs;
    else if ('admit' in move) {
      const before = made.limiter.state;
      const ticket = made.limiter.admit(move.admit);
      if (ticket.admitted) {
        expect(before.inFlight).toBeLessThan(before.limit);
        held.push(ticket);
      }
    } else if (held.length > 0) {
      const [ticket] = held.splice(move.release % held.length, 1);
      ticket?.release(move.ms, move.outcome);
      ticket?.release(move.ms, move.outcome);
    }
    check(made, held);
  }
}

const sequences = fc.array(moves, { maxLength: 400 });

test('nobody is admitted above the limit, and every ticket is counted exactly once', () => {
  fc.assert(
    fc.property(sequences, (all) =>
      play(all, ({ limiter }, held) => expect(limiter.state.inFlight).toBe(held.length)),
    ),
    { numRuns: runs(200) },
  );
});

test('the limit stays within its bounds whatever latencies come', () => {
  fc.assert(
    fc.property(sequences, (all) =>
      play(all, ({ limiter }) => {
        const { limit } = limiter.state;
        expect(Number.isInteger(limit)).toBe(true);
        expect(limit === PROBE_LIMIT || limit >= MIN_LIMIT).toBe(true);
        expect(limit).toBeLessThanOrEqual(MAX_LIMIT);
      }),
    ),
    { numRuns: runs(200) },
  );
});

test('whoever asks while nothing is under way is admitted, after a pause for precedence', () => {
  fc.assert(
    fc.property(sequences, priorities, channels, (all, priority, channel) => {
      let made = create();
      let left: Ticket[] = [];
      play(all, (last, held) => {
        made = last;
        left = held;
      });
      for (const ticket of left) ticket.release(1, 'ignored');
      made.time.ms += 1_000;
      expect(made.limiter.admit({ priority, channel }).admitted).toBe(true);
    }),
    { numRuns: runs(200) },
  );
});

test('of requests at one moment, a more important one is never refused where a lesser is admitted', () => {
  fc.assert(
    fc.property(fc.array(priorities, { maxLength: 300 }), (asked) => {
      const { limiter } = create();
      const refused = new Set<Priority>();
      for (const priority of asked) {
        if (!limiter.admit({ priority, channel: 'one' }).admitted) refused.add(priority);
        else for (const other of refused) expect(CEILINGS[other]).toBeLessThan(CEILINGS[priority]);
      }
    }),
    { numRuns: runs(200) },
  );
});

test('a channel alone may use the whole limit', () => {
  const { limiter } = create();
  const { limit } = limiter.state;
  let admitted = 0;
  for (let asked = 0; asked < 2 * limit; asked += 1) {
    if (limiter.admit({ priority: 'show-code', channel: 'one' }).admitted) admitted += 1;
  }
  expect(admitted).toBe(limit);
});

test.each(PRIORITIES)(
  '%s is refused when it has waited longer than its part of the budget',
  (priority) => {
    const wait = { ms: 40 * CEILINGS[priority] };
    const { limiter, time } = create(() => wait.ms);
    for (let held = 0; held < LEAN_MIN; held += 1) limiter.admit({ priority });
    time.ms += DELAY_INTERVAL_MS;
    expect(limiter.admit({ priority }).admitted).toBe(true);
    wait.ms += 0.1;
    expect(limiter.admit({ priority })).toEqual({ admitted: false, reason: 'delay' });
  },
);

test.each(PRIORITIES)(
  '%s is let in with nothing under way, however late the thread is',
  (priority) => {
    const { limiter, time } = create(() => 1_000);
    for (let asked = 0; asked < 20; asked += 1) {
      const ticket = limiter.admit({ priority });
      expect(ticket.admitted).toBe(true);
      if (ticket.admitted) ticket.release(50, 'served');
      time.ms += DELAY_INTERVAL_MS / 2;
    }
  },
);

test('a long wait now and then turns nobody away: in between nobody asked', () => {
  const { limiter, time } = create(() => 1_000);
  for (let asked = 0; asked < 10; asked += 1) {
    time.ms += 60_000;
    expect(limiter.admit({ priority: 'show-code' }).admitted).toBe(true);
  }
});

test('a channel that asks far more than others is admitted while hardly anything is under way', () => {
  const wait = { ms: 0 };
  const { limiter, time } = create(() => wait.ms);
  for (let asked = 0; asked < 400; asked += 1) {
    time.ms += 20;
    // A process that gets its processor late sees waits without any queue of its own.
    wait.ms = asked % 2 === 0 ? 9 : 0;
    const channel = asked % 10 === 0 ? 'two' : 'one';
    const ticket = limiter.admit({ priority: 'show-code', channel });
    expect(ticket.admitted).toBe(true);
    if (ticket.admitted) ticket.release(5, 'served');
  }
});

describe('the adaptive limit', () => {
  function run(
    limit: AdaptiveLimit,
    time: { ms: number },
    seconds: number,
    ms: (limit: number) => number,
  ) {
    for (const end = time.ms + seconds * 1000; time.ms < end; time.ms += 5) {
      limit.observeInFlight(limit.limit);
      limit.sample(0, ms(limit.limit), limit.mark);
    }
  }

  function adaptive() {
    const time = { ms: 0 };
    return {
      time,
      limit: new AdaptiveLimit({ classes: 1, now: () => time.ms, random: () => 0.5 }),
    };
  }

  /** One thread that needs 1 ms for a request, behind a store. */
  const served = (storeMs: number) => (inFlight: number) => Math.max(storeMs + 1, inFlight);

  test('settles where the thread is busy and the queue is short', () => {
    const { limit, time } = adaptive();
    run(limit, time, 30, served(5));
    expect(limit.limit).toBeGreaterThan(10);
    expect(limit.limit).toBeLessThan(40);
  });

  test('finds its way after the base latency has changed, within two generations', () => {
    const { limit, time } = adaptive();
    run(limit, time, 30, served(5));
    run(limit, time, 12, served(50));
    expect(limit.limit).toBeGreaterThan(60);
    run(limit, time, 12, served(5));
    expect(limit.limit).toBeLessThan(60);
  });

  test('does not move while less than half of it is used and nothing is slow', () => {
    const { limit, time } = adaptive();
    const before = limit.limit;
    for (; time.ms < 3_600_000; time.ms += 1_000) {
      limit.observeInFlight(3);
      limit.sample(0, 5, limit.mark);
    }
    expect(limit.limit).toBe(before);
  });

  test('hanging up early does not lower it', () => {
    const { limit, time } = adaptive();
    run(limit, time, 1, () => 10);
    const before = limit.limit;
    for (const end = time.ms + 10_000; time.ms < end; time.ms += 1) {
      limit.observeInFlight(limit.limit);
      limit.sampleDropped(0, 1, limit.mark);
    }
    expect(limit.limit).toBeGreaterThanOrEqual(Math.min(before, PROBE_LIMIT));
    run(limit, time, 1, () => 10);
    expect(limit.limit).toBeGreaterThanOrEqual(before);
  });
});
