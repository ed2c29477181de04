import {
  evacuatedText,
  evacuationPath,
  REGIONAL_HEALTH_PATH as SERVED_HEALTH_PATH,
  LIVENESS_PATH as SERVED_LIVENESS_PATH,
  servingText,
} from '../../lib/constructs/health-protocol';
import { originName } from '../../lib/constructs/physical-names';
import { LIVENESS_PATH, questionsAbout } from '../../lib/policies/evacuation-protocol';
import { noAccidentalEvacuation } from '../../lib/policies/no-accidental-evacuation';
import type { Assembly } from '../../lib/topology/assembly';
import { find, findingsOf, synthesised, type Tamper, THERE, tampered } from './tampered-assembly';

const CHECK = 'AWS::Route53::HealthCheck';
const TARGETS = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const GROUP = 'AWS::AutoScaling::AutoScalingGroup';

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

test('asks with the words that the service answers with', () => {
  expect(LIVENESS_PATH).toBe(SERVED_LIVENESS_PATH);
  expect(questionsAbout('r-one', ['r-two'], 'example.org')).toEqual([
    {
      asked: 'r-one',
      domainName: originName('r-one', 'example.org'),
      path: SERVED_HEALTH_PATH,
      searchString: servingText('r-one'),
      inverted: false,
    },
    {
      asked: 'r-two',
      domainName: originName('r-two', 'example.org'),
      path: evacuationPath('r-one'),
      searchString: evacuatedText('r-one'),
      inverted: true,
    },
  ]);
});

const config =
  (prefix: string, changes: object): Tamper =>
  (all) =>
    Object.assign(find(all, CHECK, prefix).Properties.HealthCheckConfig, changes);

test.each<[string, Tamper, RegExp]>([
  [
    "a check that asks a peer about that peer's own evacuation",
    config('Healthapsoutheast1EvacuatedBy', {
      ResourcePath: '/evacuations/ap-northeast-1',
      SearchString: 'KAPOK-EVACUATED ap-northeast-1',
    }),
    /decides about ap-southeast-1 without asking ap-northeast-1/,
  ],
  [
    "a serving check at the peer's name",
    config('Healthapsoutheast1Serving', {
      FullyQualifiedDomainName: 'ap-northeast-1.origin.code.example.org',
    }),
    /without asking ap-southeast-1 at/,
  ],
  [
    'a check whose meaning is turned round',
    config('Healthapsoutheast1EvacuatedBy', { Inverted: false }),
    /lets Healthapsoutheast1EvacuatedBy\w+ decide about ap-southeast-1/,
  ],
  [
    'a sum that any one child satisfies',
    config('Healthapsoutheast1InService', { HealthThreshold: 1 }),
    /healthy with 1 of 2 children/,
  ],
  [
    'a sum without the peer',
    (all) => {
      const { HealthCheckConfig } = find(all, CHECK, 'Healthapsoutheast1InService').Properties;
      HealthCheckConfig.ChildHealthChecks.pop();
    },
    /without asking ap-northeast-1/,
  ],
  [
    "the other region's check",
    (all) => {
      const records = ['Recordsapsoutheast1Code', 'Recordsapnortheast1Code'];
      const [own, other] = records.map((id) => find(all, 'AWS::Route53::RecordSet', id).Properties);
      own.HealthCheckId = other.HealthCheckId;
    },
    /Healthapnortheast1InService\w+ lets .* decide about ap-southeast-1/,
  ],
  [
    'a record named after another region',
    (all) => {
      find(all, 'AWS::Route53::RecordSet', 'Recordsapsoutheast1Code').Properties.SetIdentifier =
        'ap-northeast-1';
    },
    /called ap-northeast-1 leads to ap-southeast-1/,
  ],
])('fails on %s', (_, tamper, what) => {
  const findings = findingsOf(noAccidentalEvacuation, tampered(assembly, 'Routing', tamper));
  expect(findings.map((one) => one.what)).toContainEqual(expect.stringMatching(what));
});

const targets =
  (changes: object): Tamper =>
  (all) =>
    Object.assign(find(all, TARGETS).Properties, changes);

test.each<[string, Tamper, RegExp]>([
  [
    'a minimum of 0',
    (all) => (find(all, GROUP).Properties.MinSize = '0'),
    /sets MinSize .* to 0: .* evacuates the region/,
  ],
  [
    'an action that empties a group',
    (all) => (find(all, 'AWS::AutoScaling::ScheduledAction').Properties.MinSize = 0),
    /sets MinSize of \w+ to 0/,
  ],
  [
    'an action that closes a group',
    (all) => (find(all, 'AWS::AutoScaling::ScheduledAction').Properties.MaxSize = 0),
    /sets MaxSize of \w+ to 0/,
  ],
  [
    'targets that are asked for the health of the region',
    targets({ HealthCheckPath: '/regional-health' }),
    /would empty all regions at once/,
  ],
  [
    'targets that one lost answer sends away',
    targets({ UnhealthyThresholdCount: 1 }),
    /UnhealthyThresholdCount/,
  ],
  [
    'a redirect that counts as life',
    targets({ Matcher: { HttpCode: '200-399' } }),
    /count as life/,
  ],
  [
    'a timeout longer than the interval',
    targets({ HealthCheckTimeoutSeconds: 6 }),
    /waits 6 s .* every 5 s/,
  ],
  [
    'sticky citizens',
    (all) => {
      for (const one of find(all, TARGETS).Properties.TargetGroupAttributes)
        if (one.Key === 'stickiness.enabled') one.Value = 'true';
    },
    /hang on one instance/,
  ],
  [
    'thresholds that AWS chooses',
    (all) => {
      const one = find(all, TARGETS).Properties;
      one.TargetGroupAttributes = one.TargetGroupAttributes.filter(
        ({ Key }: { Key: string }) => !Key.includes('dns_failover'),
      );
    },
    /how few healthy targets/,
  ],
])('fails on %s', (_, tamper, what) => {
  const broken = tampered(assembly, `Region-${THERE}`, tamper);
  const findings = findingsOf(noAccidentalEvacuation, broken);
  expect(findings.map((one) => one.what)).toContainEqual(expect.stringMatching(what));
});

test('has nothing against an empty group that no user is led to', () => {
  const withoutUsers = tampered(assembly, 'Routing', (all) => {
    for (const id of ['Recordsapnortheast1Code', 'Recordsapnortheast1Partner']) {
      find(all, 'AWS::Route53::RecordSet', id).Properties.Weight = 0;
    }
  });
  const empty = tampered(withoutUsers, `Region-${THERE}`, (all) => {
    find(all, GROUP).Properties.MinSize = '0';
  });
  expect(findingsOf(noAccidentalEvacuation, empty)).toEqual([]);
});
