import fc from 'fast-check';
import {
  mergeOutcome,
  type ReplicatedWrite,
} from '../../../lib/twin/global-table/replicated-write';
import { isNewer, VersionClock } from '../../../lib/twin/global-table/version';
import { runs } from '../../service/fixtures/runs';

const REGIONS = ['ap-southeast-1', 'ap-northeast-1', 'eu-west-1'];
const KEYS = ['one', 'two', 'three'];

/** One region's state and clock, with nothing but the rules under test. */
class ModelRegion {
  readonly state = new Map<string, ReplicatedWrite>();
  private readonly clock: VersionClock;
  private nowMs: number;

  constructor(
    readonly region: string,
    skewMs: number,
  ) {
    this.nowMs = 1_000 + skewMs;
    this.clock = new VersionClock(region, () => this.nowMs);
  }

  write(key: string, item: ReplicatedWrite['item'], elapsedMs: number): ReplicatedWrite {
    this.nowMs += elapsedMs;
    const write = { table: 'facts', key, version: this.clock.next(), item };
    this.state.set(key, write);
    return write;
  }

  receive(write: ReplicatedWrite): void {
    const outcome = mergeOutcome(this.state.get(write.key)?.version, write.version);
    if (outcome !== 'applied') return;
    this.clock.observe(write.version);
    this.state.set(write.key, write);
  }
}

const step = fc.oneof(
  fc.record({
    kind: fc.constant('write' as const),
    region: fc.nat(REGIONS.length - 1),
    key: fc.constantFrom(...KEYS),
    remove: fc.boolean(),
    elapsedMs: fc.constantFrom(0, 0.0004, 1, 250),
  }),
  fc.record({
    kind: fc.constant('deliver' as const),
    write: fc.nat(),
    to: fc.nat(REGIONS.length - 1),
  }),
);

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

const history = fc.record({
  skewsMs: fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 3, maxLength: 3 }),
  steps: fc.array(step, { maxLength: 60 }),
  lastOrders: fc.array(fc.array(fc.nat(), { maxLength: 80 }), { minLength: 3, maxLength: 3 }),
});

/** Plays the steps, then gives every region every write at least once, in an order of its own. */
function play({ skewsMs, steps, lastOrders }: History) {
  const regions = REGIONS.map((region, at) => new ModelRegion(region, skewsMs[at] ?? 0));
  const writes: ReplicatedWrite[] = [];
  for (const taken of steps) {
    if (taken.kind === 'write') {
      const item = taken.remove ? null : { value: { N: String(writes.length) } };
      const write = regions[taken.region]?.write(taken.key, item, taken.elapsedMs);
      if (write !== undefined) writes.push(write);
    } else {
      const write = writes[taken.write % Math.max(writes.length, 1)];
      if (write !== undefined) regions[taken.to]?.receive(write);
    }
  }
  regions.forEach((region, at) => {
    const repeats = (lastOrders[at] ?? []).map((index) => writes[index % writes.length]);
    for (const write of [...repeats, ...writes.toReversed(), ...repeats]) {
      if (write !== undefined) region.receive(write);
    }
  });
  return { regions, writes };
}

test('whatever is delayed, repeated or reordered, all regions end with the last write of every item', () => {
  fc.assert(
    fc.property(history, (played) => {
      const { regions, writes } = play(played);
      const expected = new Map<string, ReplicatedWrite>();
      for (const write of writes) {
        if (isNewer(write.version, expected.get(write.key)?.version))
          expected.set(write.key, write);
      }
      for (const { state } of regions) {
        expect(Object.fromEntries(state)).toEqual(Object.fromEntries(expected));
      }
    }),
    { numRuns: runs(300) },
  );
});

test('no two writes ever share a version', () => {
  fc.assert(
    fc.property(history, (played) => {
      const { writes } = play(played);
      const versions = writes.map(({ version }) => `${version.timestampUs} ${version.region}`);
      expect(new Set(versions).size).toBe(writes.length);
    }),
    { numRuns: runs(100) },
  );
});

test("a write made after another region's write of the item was received beats it", () => {
  const fast = new ModelRegion('ap-southeast-1', 60_000);
  const slow = new ModelRegion('ap-northeast-1', 0);
  slow.receive(fast.write('one', { value: { S: 'first' } }, 0));
  const second = slow.write('one', { value: { S: 'second' } }, 0);
  fast.receive(second);
  expect(fast.state.get('one')).toEqual(second);
});
