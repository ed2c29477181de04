import type { GrantedQuotas } from '../../lib/plan/plan';
import { quotaNeeds } from '../../lib/summary/quota-needs';
import type { FleetSummary, RegionSummary } from '../../lib/summary/regions';

function fleet(changes: Partial<FleetSummary> = {}): FleetSummary {
  return {
    fleet: 'citizen',
    instanceType: 'c8g.xlarge',
    zones: ['r-onea', 'r-oneb'],
    minSize: 10,
    maxSize: 40,
    warmPoolSize: 2,
    scheduledActions: 50,
    floors: { weekday: [], weekend: [], campaigns: [], instanceHoursPerWeek: 0 },
    reservedUnits: 300,
    reservationChanges: [],
    ...changes,
  };
}

function region(...fleets: readonly FleetSummary[]): RegionSummary {
  return { region: 'r-one', part: 'active', fleets };
}

function needOf(
  name: RegExp,
  regions: readonly RegionSummary[],
  healthChecks = 0,
  granted: GrantedQuotas = {},
) {
  const endpoints = [{ region: 'r-one', service: 'secretsmanager', zones: 2 }];
  const found = quotaNeeds({ regions, endpoints, healthChecks, granted }).filter((one) =>
    name.test(one.name),
  );
  expect(found.length).toBeLessThan(2);
  return found[0];
}

test('vCPUs are those of every fleet at its maximum and of its warm pool', () => {
  const small = fleet({ fleet: 'partner', instanceType: 'c8g.large', maxSize: 8, warmPoolSize: 1 });

  // (40 + 2) x 4 + (8 + 1) x 2 = 186
  expect(needOf(/Standard/, [region(fleet(), small)])).toMatchObject({
    place: 'r-one',
    code: 'L-1216C47A',
    initial: 5,
    needed: 186,
    raise: true,
  });
});

test('reserved units of a region are the highest of every load balancer, raises included', () => {
  const change = {
    loadBalancerId: 'Region.Lb',
    region: 'r-one',
    schedule: 'cron(0 1 10 1 ? *)',
    timeZone: 'UTC',
    capacityUnits: 900,
  };
  const regions = [region(fleet({ reservationChanges: [change] }), fleet({ reservedUnits: 100 }))];

  expect(needOf(/units per Region/, regions)).toMatchObject({ needed: 1000, raise: true });
  expect(needOf(/units per load balancer/, regions)).toMatchObject({ needed: 900, raise: false });
});

test.each([
  [125, false],
  [126, true],
])('%i scheduled actions in one group need a raise: %s', (scheduledActions, raise) => {
  expect(needOf(/Scheduled actions/, [region(fleet({ scheduledActions }))])).toMatchObject({
    needed: scheduledActions,
    raise,
  });
});

test('health checks count once for all regions', () => {
  expect(needOf(/health checks/, [region(fleet())], 201)).toMatchObject({
    place: 'account',
    code: 'L-ACB674F3',
    needed: 201,
    raise: true,
  });
});

test('a region that only holds data needs none of these', () => {
  const regions: RegionSummary[] = [{ region: 'r-two', part: 'data', fleets: [] }];

  expect(quotaNeeds({ regions, endpoints: [], healthChecks: 0, granted: {} })).toEqual([]);
});

test('what the plan says that AWS has granted counts instead of what a new account has', () => {
  const granted = { onDemandVcpus: 168, reservedLoadBalancerUnits: 299 };

  // (40 + 2) x 4 = 168
  expect(needOf(/Standard/, [region(fleet())], 0, granted)).toMatchObject({
    granted: 168,
    needed: 168,
    raise: false,
  });
  expect(needOf(/units per Region/, [region(fleet())], 0, granted)).toMatchObject({
    granted: 299,
    raise: true,
  });
});
