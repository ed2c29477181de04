import { tryParseSchedulerCron } from '../../lib/policies/calendar-calls';
import { loadBalancerCapacity } from '../../lib/policies/load-balancer-capacity';
import type { Assembly } from '../../lib/topology/assembly';
import { campaign, planWith, shippedPlan } from './standing-fixture';
import {
  editInput,
  find,
  findingsOf,
  findSchedule,
  ofType,
  removeSchedule,
  synthesised,
  type Tamper,
  THERE,
  tampered,
} from './tampered-assembly';

const DOOR = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

const RAISES = /^934 capacity units/;
const RELEASES = /^374 capacity units/;

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

const citizenDoor = (all: Parameters<Tamper>[0]) => find(all, DOOR, 'Citizen').Properties;

test.each<[string, Tamper, RegExp]>([
  // 560,000 a minute are 9,333.3 a second; at 0.04 units each, 373.3.
  [
    'units below the ordinary week',
    (all) => (citizenDoor(all).MinimumLoadBalancerCapacity.CapacityUnits = 373),
    /with 373 units, of 374 that the ordinary week needs/,
  ],
  [
    'no reservation',
    (all) => delete citizenDoor(all).MinimumLoadBalancerCapacity,
    /with 0 units, of 374/,
  ],
  // 1.4 million a minute are 23,333.3 a second: 933.3 units.
  [
    'a campaign that nothing is raised for',
    (all) => removeSchedule(all, RAISES),
    /374 units reserved on 10 January 01:07, of 934 that first-workday-after-outbreak needs/,
  ],
  [
    'a raise of too little',
    (all) => editInput(findSchedule(all, RAISES), '934', '933'),
    /933 units reserved on .*, of 934/,
  ],
  [
    'a raise in the last hour',
    (all) => {
      findSchedule(all, RAISES).Properties.ScheduleExpression = 'cron(0 6 10 1 ? *)';
    },
    /374 units reserved on 10 January 01:07/,
  ],
  [
    'a raise in another zone',
    (all) => {
      findSchedule(all, RAISES).Properties.ScheduleExpressionTimezone = 'UTC';
    },
    /fires at another hour/,
  ],
  [
    'a raise that is switched off',
    (all) => {
      findSchedule(all, RAISES).Properties.State = 'DISABLED';
    },
    /switched off/,
  ],
  [
    'a raise of another load balancer',
    (all) => {
      const [[id]] = ofType(all, DOOR) as [[string, unknown]];
      editInput(findSchedule(all, RAISES), `{"Ref":"${id}"}`, '"arn:other"');
    },
    /374 units reserved on/,
  ],
  [
    'a release below the week',
    (all) => editInput(findSchedule(all, RELEASES), '374', '100'),
    /leaves CitizenDoor\w+ with 100 units, of 374/,
  ],
])('fails on %s', (_, tamper, what) => {
  const broken = tampered(assembly, `Region-${THERE}`, tamper);
  const findings = findingsOf(loadBalancerCapacity, broken);
  expect(findings.map((one) => one.what)).toContainEqual(expect.stringMatching(what));
  expect(findings[0]?.rule).toBe('kapok-load-balancer-capacity');
});

test('fails on a campaign that the plan has and the calendar has not', () => {
  const plan = planWith({}, [campaign({ dates: [{ month: 2, day: 29 }] })]);
  const [found] = findingsOf(loadBalancerCapacity, assembly, plan);
  expect(found?.what).toMatch(/374 units reserved on 29 February 01:07/);
});

test('asks half of each of three regions, and all of each with latency records', () => {
  const half = tampered(assembly, /^Region-/, (all) => {
    for (const [, { Properties }] of ofType(all, DOOR)) {
      Properties.MinimumLoadBalancerCapacity.CapacityUnits = 187;
    }
  });
  const none = { ...shippedPlan(), survive: 'none' as const };
  expect(findingsOf(loadBalancerCapacity, half, none)).toEqual([]);
  expect(findingsOf(loadBalancerCapacity, half)).toHaveLength(2);
});

test.each<[string, boolean]>([
  ['cron(40 6 10 1 ? *)', true],
  ['cron(40 6 ? 1-3 * *)', true],
  ['cron(40 6 10 1 ? 2027)', false],
  ['cron(40 6 ? 1 2 *)', false],
  ['rate(1 day)', false],
])('reads %s: %s', (expression, isRead) => {
  expect(tryParseSchedulerCron(expression) !== undefined).toBe(isRead);
});
