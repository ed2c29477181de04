import {
  describeShortfall,
  proveSurvivability,
  type Shortfall,
} from '../../lib/policies/survivability';
import type { ScheduledActionTopology, StandingFleet } from '../../lib/topology/topology';
import {
  campaign,
  planWith,
  shippedPlan,
  standingRegions,
  THREE_REGIONS,
  withFleet,
} from './standing-fixture';

const [HERE, THERE] = ['ap-southeast-1', 'ap-northeast-1'] as const;
const plan = shippedPlan();
const standing = standingRegions(plan);

/** The proof with one citizen fleet tampered with. */
function proveTampered(change: (fleet: StandingFleet) => StandingFleet, fleetName = 'citizen') {
  return proveSurvivability({ regions: withFleet(standing, THERE, fleetName, change) }, plan);
}

const withActions = (
  change: (action: ScheduledActionTopology) => readonly ScheduledActionTopology[],
) =>
  proveTampered((fleet) => ({
    ...fleet,
    scheduledActions: fleet.scheduledActions.flatMap((action) => [...change(action)]),
  }));

const isCampaign = ({ logicalId }: ScheduledActionTopology) => logicalId.startsWith('campaign-');

describe('the plan that ships', () => {
  const proof = proveSurvivability({ regions: standing }, plan);

  test('holds at every minute of all 14 kinds of year', () => {
    expect(proof).toMatchObject({ holds: true, findings: [] });
    expect(proof.firstShortfall).toBeUndefined();
    // Seven years of each length: 1 January on every weekday, with and without 29 February.
    expect(proof.minutesChecked).toBe((7 * 365 + 7 * 366) * 1440);
  });

  test('tells the tightest minute of each hour of the week, from Monday, and of the campaign', () => {
    const citizen = proof.perHour.filter(({ fleet }) => fleet === 'citizen');
    const week = citizen.filter(({ campaign: name }) => name === undefined);
    expect(week).toHaveLength(168);
    expect(week[0]?.hour).toBe('Monday 00:00');
    expect(week[167]?.hour).toBe('Sunday 23:00');
    expect(week[8]).toMatchObject({ hour: 'Monday 08:00', capacityRequestsPerSecond: 9360 });
    expect(week[8]?.demandRequestsPerSecond).toBeCloseTo(560_000 / 60);
    const surge = citizen.filter(({ campaign: name }) => name !== undefined);
    expect(surge.map(({ hour }) => hour)).toEqual([
      '10 January 07:00',
      '10 January 08:00',
      '10 January 09:00',
      '10 January 10:00',
    ]);
    expect(surge[0]?.demandRequestsPerSecond).toBeCloseTo(1_400_000 / 60);
    expect(surge.every(({ marginRequestsPerSecond }) => marginRequestsPerSecond > 0)).toBe(true);
  });
});

test('fails on a removed raise of the week, at the first minute of the week it is missed', () => {
  const { holds, firstShortfall } = withActions((action) =>
    action.recurrence === '40 6 * 2-12 1-5' ? [] : [action],
  );
  expect(holds).toBe(false);
  // 16 instances stand since 05:40 and carry 345,600 a minute; the curve climbs from 340,000 at 07:00
  // by 3,666.67 a minute and passes them at 07:02.
  expect(firstShortfall).toMatchObject({
    at: 'Monday 07:02',
    minute: 422,
    standing: 'scheduled',
    fleet: 'citizen',
    regionLost: HERE,
    survivors: [THERE],
    survivor: THERE,
    capacityRequestsPerSecond: 5760,
  });
  expect(firstShortfall?.shortfallRequestsPerSecond).toBeCloseTo(
    (340_000 + (2 * 220_000) / 60) / 60 - 5760,
  );
});

test('fails on a removed campaign, on its date and for the first weekday that falls short', () => {
  const { firstShortfall } = withActions((action) => (isCampaign(action) ? [] : [action]));
  // On 10 January no action of the week fires from 06:40 to 11:00, so what 05:40 set still stands.
  expect(firstShortfall).toMatchObject({
    at: 'Monday 10 January 07:00',
    regionLost: HERE,
    survivor: THERE,
    capacityRequestsPerSecond: 16 * 360,
  });
  expect(firstShortfall?.shortfallRequestsPerSecond).toBeCloseTo(1_400_000 / 60 - 5760);
});

test('fails on a lowered MinSize, as right after a deployment it is all that stands', () => {
  const { firstShortfall } = proveTampered((fleet) => ({ ...fleet, minSize: 20 }));
  expect(firstShortfall).toMatchObject({
    at: 'Monday 07:26',
    standing: 'deployed',
    regionLost: HERE,
    survivor: THERE,
    capacityRequestsPerSecond: 7200,
  });
});

test('fails on a lowered MinSize of a fleet without a schedule', () => {
  const { firstShortfall } = proveTampered((fleet) => ({ ...fleet, minSize: 4 }), 'partner');
  expect(firstShortfall).toMatchObject({
    at: 'Monday 00:00',
    standing: 'scheduled',
    fleet: 'partner',
    regionLost: HERE,
    survivor: THERE,
    capacityRequestsPerSecond: 28.8,
  });
  expect(firstShortfall?.shortfallRequestsPerSecond).toBeCloseTo(2000 / 60 - 28.8);
});

test('fails on an action of the week that lowers the minimum inside the campaign', () => {
  const tampered = withActions((action) =>
    action.recurrence === '0 9 * 2-12 1-5' ? [{ ...action, recurrence: '0 9 * * 1-5' }] : [action],
  );
  expect(tampered.firstShortfall).toMatchObject({
    at: 'Monday 10 January 09:00',
    capacityRequestsPerSecond: 20 * 360,
  });
  expect(tampered.firstShortfall?.shortfallRequestsPerSecond).toBeCloseTo(1_400_000 / 60 - 7200);
});

test('fails on an action inside the campaign even where it is overruled a minute later', () => {
  const { firstShortfall } = withActions((action) => {
    if (action.recurrence === '0 9 * 2-12 1-5') return [{ ...action, recurrence: '0 9 * * 1-5' }];
    return isCampaign(action) ? [action, { ...action, recurrence: '1 9 10 1 *' }] : [action];
  });
  expect(firstShortfall?.at).toBe('Monday 10 January 09:00');
});

test('fails on a campaign whose minimum alternates by the minute', () => {
  const { holds } = withActions((action) =>
    isCampaign(action)
      ? [
          { ...action, recurrence: '1-59/2 7-10 10 1 *' },
          { ...action, logicalId: 'Low', recurrence: '*/2 7-10 10 1 *', minSize: 2 },
        ]
      : [action],
  );
  expect(holds).toBe(false);
});

test('fails in the first hours of the year after the one that a campaign names', () => {
  const eve = planWith({}, [
    campaign({ dates: [{ year: 2031, month: 12, day: 31 }], fromMinute: 1320, toMinute: 1500 }),
  ]);
  const tampered = withFleet(standingRegions(eve), THERE, 'citizen', (fleet) => ({
    ...fleet,
    scheduledActions: [
      ...fleet.scheduledActions,
      { logicalId: 'Night', recurrence: '30 0 1 1 *', timeZone: plan.timeZone, minSize: 2 },
    ],
  }));
  const proof = proveSurvivability({ regions: tampered }, eve);
  expect(proof.firstShortfall?.at).toBe('Thursday 1 January 2032 00:30');
});

test('fails on a campaign that is released before it ends', () => {
  const { firstShortfall } = withActions((action) =>
    isCampaign(action) ? [action, { ...action, recurrence: '58 10 10 1 *', minSize: 2 }] : [action],
  );
  expect(firstShortfall).toMatchObject({
    at: 'Monday 10 January 10:58',
    capacityRequestsPerSecond: 720,
  });
});

test('fails on a campaign that is raised at the moment of need', () => {
  const { firstShortfall } = withActions((action) =>
    isCampaign(action) ? [{ ...action, recurrence: '0 7 10 1 *' }] : [action],
  );
  expect(firstShortfall?.at).toBe('Monday 10 January 07:00');
});

test('fails on a schedule in the wrong time zone, and finds every action in it', () => {
  const { holds, findings, firstShortfall } = withActions((action) => [
    { ...action, timeZone: 'UTC' },
  ]);
  expect(holds).toBe(false);
  expect(findings).toHaveLength(50);
  expect(findings[0]).toMatchObject({
    region: THERE,
    fleet: 'citizen',
    logicalId: 'week-0000-weekdays',
    fix: "set the action's time zone to Asia/Shanghai",
  });
  // Eight hours late: at Monday 05:00 the fleet still shrinks through what was Sunday evening.
  expect(firstShortfall).toMatchObject({ regionLost: HERE, survivor: THERE });
  expect(firstShortfall?.at).toMatch(/^Monday 0[5-9]/);
});

test.each<[string, Partial<ScheduledActionTopology>, RegExp]>([
  ['an unreadable cron', { recurrence: 'every morning' }, /no five-field cron: every morning/],
  ['a minimum above the maximum', { minSize: 500 }, /minimum of 500, above .* maximum of 98/],
  ['a maximum below a minimum', { maxSize: 10 }, /above the group's maximum of 10/],
])('fails on %s even where no minute falls short', (_, change, what) => {
  const first = standing[1]?.fleets[0]?.scheduledActions[5];
  const { holds, findings } = withActions((action) =>
    action.logicalId === first?.logicalId ? [{ ...action, ...change }] : [action],
  );
  expect(holds).toBe(false);
  expect(findings.map((finding) => finding.what)).toContainEqual(expect.stringMatching(what));
});

test('fails on a peak that tripled while the template has no campaign', () => {
  const tripled = planWith({}, [campaign({ peakRequestsPerMinute: 4_200_000 })]);
  const scheduleless = standingRegions(planWith({}, []));
  const { firstShortfall } = proveSurvivability({ regions: scheduleless }, tripled);
  expect(firstShortfall).toMatchObject({
    at: 'Monday 10 January 07:00',
    regionLost: HERE,
    survivor: THERE,
    capacityRequestsPerSecond: 9360,
  });
  expect(firstShortfall?.shortfallRequestsPerSecond).toBeCloseTo(70_000 - 9360);
});

describe('a campaign from 23:59 to 00:01', () => {
  const midnight = planWith({}, [
    campaign({ dates: [{ month: 12, day: 31 }], fromMinute: 1439, toMinute: 1441 }),
  ]);
  const regions = standingRegions(midnight);

  test('holds across the end of the year', () => {
    const proof = proveSurvivability({ regions }, midnight);
    expect(proof.holds).toBe(true);
    const rows = proof.perHour.filter((row) => row.campaign && row.fleet === 'citizen');
    expect(rows.map(({ hour }) => hour).sort()).toEqual(['1 January 00:00', '31 December 23:00']);
  });

  test('fails in its first minute when its raise is missing', () => {
    const tampered = withFleet(regions, THERE, 'citizen', (fleet) => ({
      ...fleet,
      scheduledActions: fleet.scheduledActions.filter((action) => !isCampaign(action)),
    }));
    const { firstShortfall } = proveSurvivability({ regions: tampered }, midnight);
    expect(firstShortfall?.at).toBe('Monday 31 December 23:59');
  });

  test('fails in its second minute when an action of midnight drops it', () => {
    const tampered = withFleet(regions, THERE, 'citizen', (fleet) => ({
      ...fleet,
      scheduledActions: [
        ...fleet.scheduledActions,
        { logicalId: 'Night', recurrence: '0 0 1 1 *', timeZone: plan.timeZone, minSize: 2 },
      ],
    }));
    const { firstShortfall } = proveSurvivability({ regions: tampered }, midnight);
    expect(firstShortfall).toMatchObject({ at: 'Monday 1 January 00:00', survivor: THERE });
  });
});

describe('three regions', () => {
  const three = planWith({ regions: THREE_REGIONS });
  const regions = standingRegions(three);

  test('holds when each survivor carries half', () => {
    expect(proveSurvivability({ regions }, three).holds).toBe(true);
  });

  test('fails when one region holds less than half of the demand, whichever other is lost', () => {
    const weak = withFleet(regions, 'r-two', 'partner', (fleet) => ({ ...fleet, minSize: 2 }));
    const { firstShortfall } = proveSurvivability({ regions: weak }, three);
    expect(firstShortfall).toMatchObject({
      regionLost: 'r-one',
      survivors: ['r-two', 'r-three'],
      survivor: 'r-two',
      capacityRequestsPerSecond: 14.4,
    });
    expect(firstShortfall?.demandRequestsPerSecond).toBeCloseTo(2000 / 60 / 2);
  });

  test('fails when users may all follow the nearest region but each holds half', () => {
    const proof = proveSurvivability({ regions }, { ...three, routing: 'latency' });
    expect(proof.firstShortfall?.at).toBe('Monday 00:00');
  });

  test('holds with latency records when each carries all', () => {
    const latency = planWith({ regions: THREE_REGIONS, routing: 'latency' });
    expect(proveSurvivability({ regions: standingRegions(latency) }, latency).holds).toBe(true);
  });
});

test('holds without the largest zone where the plan survives that, and fails without the reserve', () => {
  const zonal = planWith({ survive: 'region+zone' });
  expect(proveSurvivability({ regions: standingRegions(zonal) }, zonal).holds).toBe(true);
  const { firstShortfall } = proveSurvivability({ regions: standing }, zonal);
  expect(firstShortfall).toMatchObject({ at: 'Monday 00:00', fleet: 'partner' });
  // Five instances over three zones are three after the largest zone is gone.
  expect(firstShortfall?.capacityRequestsPerSecond).toBeCloseTo(3 * 7.2);
});

test('holds with nothing to survive on half of the capacity, which fails to survive a region', () => {
  const none = planWith({ survive: 'none' });
  const regions = standingRegions(none);
  expect(proveSurvivability({ regions }, none).holds).toBe(true);
  expect(proveSurvivability({ regions }, plan).holds).toBe(false);
});

test('fails on a single region, at the first minute of the week', () => {
  const { firstShortfall } = proveSurvivability({ regions: standing.slice(0, 1) }, plan);
  expect(firstShortfall).toMatchObject({
    at: 'Monday 00:00',
    regionLost: HERE,
    survivors: [],
    capacityRequestsPerSecond: 0,
  });
  expect(firstShortfall?.survivor).toBeUndefined();
});

test('fails on a region without one of the fleets', () => {
  const regions = standing.map((region) =>
    region.region === THERE ? { ...region, fleets: region.fleets.slice(0, 1) } : region,
  );
  const { findings, firstShortfall } = proveSurvivability({ regions }, plan);
  expect(findings.map(({ what }) => what)).toEqual([`${THERE} has no partner fleet`]);
  expect(firstShortfall).toMatchObject({ fleet: 'partner', survivor: THERE });
});

test('fails only in the year that a campaign names, and says it', () => {
  const dated = planWith({}, [campaign({ dates: [{ year: 2031, month: 3, day: 3 }] })]);
  const regions = standingRegions(planWith({}, []));
  const { firstShortfall } = proveSurvivability({ regions }, dated);
  expect(firstShortfall?.at).toBe('Monday 3 March 2031 07:00');
});

test('puts a shortfall into one sentence', () => {
  const shortfall: Shortfall = {
    at: 'Monday 10 January 07:00',
    minute: 420,
    standing: 'scheduled',
    fleet: 'citizen',
    regionLost: HERE,
    survivors: [THERE],
    survivor: THERE,
    capacityRequestsPerSecond: 9360,
    demandRequestsPerSecond: 23_333.33,
    shortfallRequestsPerSecond: 13_973.33,
  };
  expect(describeShortfall(shortfall)).toBe(
    'Monday 10 January 07:00: without ap-southeast-1, citizen is asked for 23,333.3 requests/s ' +
      'in ap-northeast-1 and carries 9,360, 13,973.3 short',
  );
});
