import type { Plan } from '../../lib/plan/plan';
import { staticStability } from '../../lib/policies/static-stability';
import type { Assembly } from '../../lib/topology/assembly';
import { CHINA, planFixture } from '../stacks/plan-fixture';
import { PLAN_VARIANTS } from './plan-variants';
import { find, findingsOf, ofType, synthesised, type Tamper, tampered } from './tampered-assembly';

const CHECK = 'AWS::Route53::HealthCheck';
const RECORD = 'AWS::Route53::RecordSet';

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

const check =
  (prefix: string, change: (config: Record<string, unknown>) => void): Tamper =>
  (resources) =>
    change(find(resources, CHECK, prefix).Properties.HealthCheckConfig);

const SERVING = 'Healthapsoutheast1Serving';
const EVACUATED = 'Healthapsoutheast1EvacuatedBy';
const IN_SERVICE = 'Healthapsoutheast1InService';

/** The record of phones of one region. */
const codeRecord =
  (change: (properties: Record<string, unknown>) => void): Tamper =>
  (resources) =>
    change(find(resources, RECORD, 'Recordsapsoutheast1Code').Properties);

test.each<[string, Tamper, RegExp, string]>([
  [
    'a disabled check',
    check(SERVING, (one) => (one.Disabled = true)),
    /Disabled: .* counts as healthy/,
    SERVING,
  ],
  [
    'a check of a metric',
    check(SERVING, (one) => (one.Type = 'CLOUDWATCH_METRIC')),
    /"CLOUDWATCH_METRIC"/,
    SERVING,
  ],
  [
    'a check of a routing control',
    check(SERVING, (one) => (one.RoutingControlArn = 'a')),
    /another control plane/,
    SERVING,
  ],
  [
    'a check that takes any page for an answer',
    check(EVACUATED, (one) => delete one.SearchString),
    /any page at all/,
    EVACUATED,
  ],
  [
    'a check without SNI',
    check(EVACUATED, (one) => delete one.EnableSNI),
    /chooses its certificate/,
    EVACUATED,
  ],
  [
    'a check without a path',
    check(SERVING, (one) => delete one.ResourcePath),
    /not said what is asked/,
    SERVING,
  ],
  [
    'a slow check',
    check(SERVING, (one) => (one.FailureThreshold = 10)),
    /how fast users leave/,
    SERVING,
  ],
  [
    'a check that leaves its direction open',
    check(EVACUATED, (one) => delete one.Inverted),
    /health or its loss/,
    EVACUATED,
  ],
  ['a turned sum', check(IN_SERVICE, (one) => (one.Inverted = true)), /turned round/, IN_SERVICE],
  [
    'two checker regions',
    check(SERVING, (one) => (one.Regions = ['us-east-1', 'eu-west-1'])),
    /asked from eu-west-1, us-east-1/,
    SERVING,
  ],
  [
    'checker regions that are left open',
    check(EVACUATED, (one) => delete one.Regions),
    /asked from places not stated/,
    EVACUATED,
  ],
  [
    'checker regions left open by all',
    (all) => {
      for (const [, { Properties }] of ofType(all, CHECK))
        delete Properties.HealthCheckConfig.Regions;
    },
    /asked from places not stated/,
    '',
  ],
  [
    'a region that no checker asks from',
    check(SERVING, (one) => (one.Regions = ['us-east-1', 'eu-west-1', 'cn-north-1'])),
    /asked from cn-north-1, eu-west-1, us-east-1/,
    SERVING,
  ],
  [
    'a record without a check',
    codeRecord((one) => delete one.HealthCheckId),
    /no calculated health check/,
    'Recordsapsoutheast1Code',
  ],
  [
    'a record without an identifier',
    codeRecord((one) => delete one.SetIdentifier),
    /cannot tell it from others/,
    'Recordsapsoutheast1Code',
  ],
  [
    'a record of another zone',
    codeRecord((one) =>
      Object.assign(one, { AliasTarget: { ...(one.AliasTarget as object), HostedZoneId: 'Z1' } }),
    ),
    /names the zone Z1/,
    'Recordsapsoutheast1Code',
  ],
  [
    'an origin with a check',
    (all) => {
      find(all, RECORD, 'Recordsapsoutheast1Origin').Properties.HealthCheckId = {
        Ref: 'Healthapsoutheast1InServiceEE733AF6',
      };
    },
    /no alternative and yet a health check/,
    'Recordsapsoutheast1Origin',
  ],
  [
    'no origin',
    (all) => {
      for (const [id] of ofType(all, RECORD))
        if (id.startsWith('Recordsapnortheast1Origin')) delete all[id];
    },
    /no record ap-northeast-1\.origin\..* leads to/,
    '',
  ],
])('fails on %s, naming it', (_, tamper, what, logicalId) => {
  const [first] = findingsOf(staticStability, tampered(assembly, 'Routing', tamper));
  expect(first).toMatchObject({
    rule: 'kapok-static-stability',
    what: expect.stringMatching(what),
  });
  expect(first?.fix).not.toBe('');
  if (logicalId !== '') expect(first?.logicalId).toMatch(new RegExp(`^${logicalId}`));
});

test('fails on a choice of checkers where the partition leaves none', () => {
  const china = planFixture(CHINA);
  const chosen = tampered(synthesised(china), 'Routing', (all) => {
    find(all, CHECK, 'Health').Properties.HealthCheckConfig.Regions = ['us-east-1'];
  });
  const [found] = findingsOf(staticStability, chosen, china);
  expect(found?.what).toMatch(/leaves no choice of checkers/);
});

test('fails on a secondary that looks for its group of standbys in no zone', () => {
  const waiting = PLAN_VARIANTS['two warm standbys'] as Plan;
  const lost = tampered(synthesised(waiting), 'Routing', (all) => {
    const secondary = ofType(all, RECORD).find(
      ([, one]) => one.Properties.Failover === 'SECONDARY',
    );
    delete secondary?.[1].Properties.AliasTarget.HostedZoneId;
  });
  const [found] = findingsOf(staticStability, lost, waiting);
  expect(found?.what).toMatch(/leads to records of no zone, and stands in Z0123456789EXAMPLE/);
});
