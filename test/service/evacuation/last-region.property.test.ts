import * as fc from 'fast-check';
import type { EvacuationOrder, Heartbeat } from '../../../service/evacuation/control-items';
import {
  type ControlView,
  HEARTBEAT_LIFE_SECONDS,
  obeysOwnEvacuation,
  speaksFor,
  stateOf,
} from '../../../service/evacuation/decisions';
import { HEARTBEAT_SECONDS } from '../../../service/evacuation/heartbeat-writer';
import { runs } from '../fixtures/runs';

const REGIONS = ['region-a', 'region-b', 'region-c'];
const NOW = 1_000_000_000;

const regions = fc.constantFrom(...REGIONS);
const orders = fc.record({
  region: regions,
  order: fc.constantFrom('evacuate' as const, 'evacuate' as const, 'return' as const),
  via: fc.constantFrom('own' as const, 'peer' as const, 'both' as const),
  untilSeconds: fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }),
});

/**
 * A region is in service as Route 53 sees it: alive, says so, and no living region says otherwise.
 */
function inService(view: ControlView, alive: readonly string[], nowMs: number): string[] {
  return alive.filter(
    (region) =>
      !obeysOwnEvacuation(view, { region, nowMs }) &&
      !alive.some((peer) => speaksFor(view, { region: peer, nowMs }, region)),
  );
}

test('whatever orders and states stand in the table, one living region is in service', () => {
  const views = fc.record({
    heartbeats: fc.uniqueArray(
      fc.record({
        region: regions,
        state: fc.constantFrom('serving' as const, 'evacuated' as const),
        originName: fc.constant('origin'),
        atMs: fc.constantFrom(NOW, NOW - 1_000 * (HEARTBEAT_LIFE_SECONDS - 1), NOW - 60_000),
      }),
      { selector: ({ region }) => region, minLength: 1 },
    ),
    orders: fc.uniqueArray(
      orders.chain(({ untilSeconds: _, ...order }) =>
        fc
          .constantFrom(NOW - 3_000, NOW - 2_000, NOW - 1_000)
          .map((atMs): EvacuationOrder => ({ ...order, atMs, by: 'x', reason: 'x' })),
      ),
      { selector: ({ region }) => region },
    ),
  });
  fc.assert(
    fc.property(views, (view) => {
      const alive = view.heartbeats
        .filter(({ atMs }) => NOW - atMs < HEARTBEAT_LIFE_SECONDS * 1000)
        .map(({ region }) => region);
      fc.pre(alive.length > 0);
      expect(inService(view, alive, NOW)).not.toEqual([]);
    }),
    { numRuns: runs(2_000) },
  );
});

type Order = Pick<EvacuationOrder, 'region' | 'order' | 'via'> & {
  readonly untilSeconds?: number | undefined;
};

type Step =
  | { readonly does: 'order'; readonly order: Order }
  | { readonly does: 'kill'; readonly region: string }
  | { readonly does: 'boot'; readonly region: string }
  | { readonly does: 'wait'; readonly seconds: number };

const steps: fc.Arbitrary<Step> = fc.oneof(
  orders.map((order): Step => ({ does: 'order', order })),
  regions.map((region): Step => ({ does: 'kill', region })),
  regions.map((region): Step => ({ does: 'boot', region })),
  fc.integer({ min: 1, max: 90 }).map((seconds): Step => ({ does: 'wait', seconds })),
);

/** Three regions and one table that all of them see at once. */
class World {
  nowMs = NOW;
  readonly alive = new Set(REGIONS);
  lastDeathMs = 0;
  private readonly beats = new Map<string, Heartbeat>();
  private readonly orders = new Map<string, EvacuationOrder>();

  constructor() {
    this.second();
  }

  get view(): ControlView {
    return { heartbeats: [...this.beats.values()], orders: [...this.orders.values()] };
  }

  take(step: Step, check: () => void): void {
    if (step.does === 'order') {
      const { untilSeconds, ...order } = step.order;
      const untilMs = untilSeconds === undefined ? undefined : this.nowMs + untilSeconds * 1000;
      const given = { ...order, atMs: this.nowMs, untilMs, by: 'x', reason: 'x' };
      this.orders.set(order.region, given);
    } else if (step.does === 'kill') {
      if (this.alive.size > 1 && this.alive.delete(step.region)) this.lastDeathMs = this.nowMs;
    } else if (step.does === 'boot') {
      this.alive.add(step.region);
      this.beat(step.region);
    } else {
      for (let second = 0; second < step.seconds; second += 1) {
        this.second();
        check();
      }
    }
    check();
  }

  private second(): void {
    this.nowMs += 1000;
    const beatDue = (this.nowMs / 1000) % HEARTBEAT_SECONDS === 0;
    for (const region of this.alive) {
      if (beatDue || !this.beats.has(region)) this.beat(region);
    }
  }

  private beat(region: string): void {
    const state = stateOf(this.view, { region, nowMs: this.nowMs });
    this.beats.set(region, { region, state, originName: 'origin', atMs: this.nowMs });
  }
}

test('orders, deaths and returns leave nobody without a region for longer than a heartbeat lives', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 25 }), (taken) => {
      const world = new World();
      const check = () => {
        const deathIsKnown = world.nowMs - world.lastDeathMs >= HEARTBEAT_LIFE_SECONDS * 1000;
        if (!deathIsKnown) return;
        expect(inService(world.view, [...world.alive], world.nowMs)).not.toEqual([]);
      };
      for (const step of taken) world.take(step, check);
    }),
    { numRuns: runs(200) },
  );
});

test('the peer dies during the evacuation: the evacuated region serves again within 30 s', () => {
  const world = new World();
  world.take({ does: 'kill', region: 'region-c' }, () => undefined);
  world.take({ does: 'wait', seconds: 40 }, () => undefined);
  const order = { region: 'region-a', order: 'evacuate', via: 'both' } as const;
  world.take({ does: 'order', order }, () => undefined);
  world.take({ does: 'wait', seconds: 10 }, () => undefined);
  expect(inService(world.view, [...world.alive], world.nowMs)).toEqual(['region-b']);
  world.take({ does: 'kill', region: 'region-b' }, () => undefined);
  world.take({ does: 'wait', seconds: HEARTBEAT_LIFE_SECONDS }, () => undefined);
  expect(inService(world.view, [...world.alive], world.nowMs)).toEqual(['region-a']);
});
