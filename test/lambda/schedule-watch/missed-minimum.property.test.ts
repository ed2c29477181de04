import fc from 'fast-check';
import { missedMinimum } from '../../../lambda/schedule-watch/missed-minimum';
import { planCapacity } from '../../../lib/plan/capacity';
import { DAY_MINUTES } from '../../../lib/plan/local-time';
import { firings } from '../../plan/replay';
import { planFixture } from '../../stacks/plan-fixture';

const MINUTE_MS = 60_000;
/** Local minutes are counted from 1970, as the zone, which has no summer time, is 8 hours ahead. */
const OFFSET_MINUTES = 8 * 60;
const FIRST_DAY = Math.floor(Date.parse('2026-01-01T00:00:00Z') / MINUTE_MS);
const DAYS = 40;

const fleets = planCapacity(planFixture()).regions.flatMap((region) => region.fleets);

/** What really happens to one fleet's minimum: each action sets it, up to two minutes late. */
const world = fc.record({
  fleet: fc.constantFrom(...fleets),
  atMinute: fc.integer({ min: 9 * DAY_MINUTES, max: DAYS * DAY_MINUTES - 1 }),
  latenessMs: fc.integer({ min: 0, max: 2 * MINUTE_MS - 1 }),
});

function historyOf(fleet: (typeof fleets)[number]) {
  const { scheduledMinimums } = fleet;
  const from = FIRST_DAY;
  return firings(scheduledMinimums, from, from + DAYS * DAY_MINUTES).map(({ at, minSize }) => ({
    dueMs: (at - OFFSET_MINUTES) * MINUTE_MS,
    minSize,
  }));
}

const histories = new Map(fleets.map((fleet) => [fleet, historyOf(fleet)]));

function actionsOf(fleet: (typeof fleets)[number]) {
  return fleet.scheduledMinimums.map((one) => ({ ...one, timeZone: 'Asia/Shanghai' }));
}

test('a schedule that is kept, as late as AWS allows, is never taken for missed', () => {
  fc.assert(
    fc.property(world, ({ fleet, atMinute, latenessMs }) => {
      const nowMs = (FIRST_DAY + atMinute - OFFSET_MINUTES) * MINUTE_MS;
      const kept = (histories.get(fleet) ?? []).filter(({ dueMs }) => dueMs + latenessMs <= nowMs);
      const minSize = kept.at(-1)?.minSize ?? fleet.minSize;

      expect(missedMinimum({ minSize, createdAtMs: 0 }, actionsOf(fleet), nowMs)).toBeUndefined();
    }),
    { numRuns: 150 },
  );
});

test('a raise that does not happen is found as soon as it is too late', () => {
  fc.assert(
    fc.property(
      world,
      fc.integer({ min: 0, max: 10 * MINUTE_MS }),
      ({ fleet, atMinute }, pastMs) => {
        const history = histories.get(fleet) ?? [];
        const raises = history.filter(
          ({ dueMs, minSize }, index) =>
            dueMs >= (FIRST_DAY + 9 * DAY_MINUTES - OFFSET_MINUTES) * MINUTE_MS &&
            minSize > (history[index - 1]?.minSize ?? minSize),
        );
        const raise = raises[atMinute % raises.length];
        if (raise === undefined) return;
        const before = history[history.indexOf(raise) - 1];
        const next = history[history.indexOf(raise) + 1];
        const nowMs = raise.dueMs + 2 * MINUTE_MS + pastMs;
        // What comes after may release it again.
        fc.pre(next === undefined || nowMs < next.dueMs);

        const group = { minSize: before?.minSize ?? 0, createdAtMs: 0 };
        expect(missedMinimum(group, actionsOf(fleet), nowMs)).toMatchObject({
          dueAtMs: raise.dueMs,
          demanded: raise.minSize,
        });
      },
    ),
    { numRuns: 150 },
  );
});
