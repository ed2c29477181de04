import { proveSurvivability } from '../../lib/policies/survivability';
import type { ChoosingRecord, StandingFleet } from '../../lib/topology/topology';
import { planWith, shippedPlan, standingRegions, withFleet } from './standing-fixture';

const THERE = 'ap-northeast-1';
const plan = shippedPlan();
const standing = standingRegions(plan);

/** The proof with one citizen fleet tampered with. */
function proveTampered(change: (fleet: StandingFleet) => StandingFleet) {
  return proveSurvivability({ regions: withFleet(standing, THERE, 'citizen', change) }, plan);
}

describe('records', () => {
  const withRecords = (change: (record: ChoosingRecord) => readonly ChoosingRecord[]) =>
    proveTampered((fleet) => ({
      ...fleet,
      choosingRecords: fleet.choosingRecords?.flatMap((record) => [...change(record)]),
    }));
  const base = { region: THERE, stackName: 'Routing', fleet: 'citizen' };

  test.each<[string, Partial<ChoosingRecord>, string]>([
    [
      'without a health check',
      { hasHealthCheck: false },
      `the A record citizen.example.org of ${THERE} has no health check, so an evacuated region keeps its users`,
    ],
    [
      'that does not look at its target',
      { evaluateTargetHealth: false },
      `the A record citizen.example.org of ${THERE} does not evaluate the health of its target`,
    ],
  ])('fails on one %s', (_, change, what) => {
    const { holds, findings } = withRecords((record) => [{ ...record, ...change }]);
    expect(holds).toBe(false);
    expect(findings).toEqual([
      expect.objectContaining({ ...base, logicalId: `citizen-${THERE}`, what }),
    ]);
  });

  test.each<[string, (record: ChoosingRecord) => readonly ChoosingRecord[]]>([
    ['is gone', () => []],
    ['bears another name', (record) => [{ ...record, name: 'other.example.org' }]],
  ])('fails on a region whose record %s', (_, change) => {
    const { holds, findings } = withRecords(change);
    expect(holds).toBe(false);
    expect(findings.map(({ what }) => what)).toContain(
      `no A record citizen.example.org leads to the citizen fleet of ${THERE}`,
    );
  });

  test('fails on a fleet that no record leads to, in either region', () => {
    const regions = standing.map((region) => ({
      ...region,
      fleets: region.fleets.map((fleet) =>
        fleet.name === 'partner' ? { ...fleet, choosingRecords: [] } : fleet,
      ),
    }));
    expect(proveSurvivability({ regions }, plan).findings.map(({ what }) => what)).toEqual([
      'no record leads to the partner fleet of ap-southeast-1',
      'no record leads to the partner fleet of ap-northeast-1',
    ]);
  });

  test('are not asked for where nothing chooses among regions', () => {
    const regions = standing.map((region) => ({
      ...region,
      fleets: region.fleets.map((fleet) => ({ ...fleet, choosingRecords: [] })),
    }));
    expect(proveSurvivability({ regions }, plan).holds).toBe(true);
  });

  test('may lack a health check in a single region', () => {
    const single = planWith({ strategy: 'single-region', survive: 'none' });
    const regions = standingRegions(single)
      .filter(({ fleets }) => fleets.length > 0)
      .map((region) => ({
        ...region,
        fleets: region.fleets.map((fleet) => ({
          ...fleet,
          choosingRecords: fleet.choosingRecords?.map((record) => ({
            ...record,
            hasHealthCheck: false,
          })),
        })),
      }));
    expect(proveSurvivability({ regions }, single)).toMatchObject({ holds: true, findings: [] });
  });
});
