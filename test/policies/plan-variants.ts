import type { Campaign, Plan } from '../../lib/plan/plan';
import { CHINA, planFixture, THIRD_REGION } from '../stacks/plan-fixture';

const THREE_REGIONS = [...planFixture().regions, THIRD_REGION];

const [, TOKYO] = planFixture().regions;

/** A strategy with what it takes a plan to survive. */
function strategy(name: Plan['strategy'], survive: Plan['survive'] = 'none'): Plan {
  return planFixture({ strategy: name, survive });
}

const surge = (name: string, dates: Campaign['dates'], fromHour: number, toHour: number) => ({
  name,
  dates,
  fromMinute: fromHour * 60,
  toMinute: toHour * 60,
  peakRequestsPerMinute: 1_000_000,
});

const EDGES: readonly Campaign[] = [
  surge('new-year', [{ month: 12, day: 31 }], 22, 26),
  surge('leap-day', [{ month: 2, day: 29 }], 8, 12),
  surge('once', [{ year: 2027, month: 5, day: 4 }], 8, 12),
  surge(
    'holiday',
    [2, 3, 4].map((day) => ({ month: 10, day })),
    7,
    11,
  ),
];

/** Plans that differ in one thing from the two active regions of the fixture, by that thing. */
export const PLAN_VARIANTS: Readonly<Record<string, Plan>> = {
  'two active regions': planFixture(),
  'three regions': planFixture({ regions: THREE_REGIONS }),
  'a region and a zone lost together': planFixture({ survive: 'region+zone' }),
  'latency records': planFixture({ routing: 'latency' }),
  'AWS China': planFixture(CHINA),
  'a sandbox': planFixture({ sandbox: true }),
  'one region': planFixture({
    strategy: 'single-region',
    survive: 'none',
    regions: THREE_REGIONS.slice(0, 1),
  }),
  'backup and restore': strategy('backup-restore'),
  'a pilot light': strategy('pilot-light'),
  'a warm standby': strategy('warm-standby'),
  'two warm standbys': planFixture({
    strategy: 'warm-standby',
    survive: 'none',
    regions: THREE_REGIONS,
  }),
  'strong consistency with a witness': planFixture({
    regions: [TOKYO as Plan['regions'][number], THIRD_REGION],
    data: { consistency: 'strong', witness: 'ap-northeast-3' },
  }),
  'a zone of its own': planFixture({
    domain: { ...planFixture().domain, ownZone: true },
  }),
  'a zone of its own before its first deployment': planFixture({
    domain: { zoneName: 'code.example.org', ownZone: true },
  }),
  'no campaigns': planFixture({ traffic: { ...planFixture().traffic, campaigns: [] } }),
  'campaigns at the edges of the calendar': planFixture({
    traffic: { ...planFixture().traffic, campaigns: EDGES },
  }),
};
