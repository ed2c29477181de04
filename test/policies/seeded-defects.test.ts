import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { planCapacity } from '../../lib/plan/capacity';
import { PolicyPlugin } from '../../lib/policies/policy-plugin';
import { SecurityReviewPlugin } from '../../lib/policies/security-review';
import { addStacks } from '../../lib/stacks/add-stacks';
import { cdkContext } from '../../lib/stacks/cdk-context';
import { shippedPlan } from './standing-fixture';

const plan = shippedPlan();
let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'kapok-seeded-'));
});
afterEach(() => rmSync(outdir, { recursive: true }));

/** What the synthesis of the shipped plan says after one property was changed; undefined if nothing. */
function synthesise(seed: (app: App) => void): string | undefined {
  // The CDK's own rules take most of the time and have their tests.
  process.env.CDK_VALIDATION = 'false';
  const context = { ...cdkContext(), 'aws:cdk:bundling-stacks': [] };
  const app = new App({ context, outdir, analyticsReporting: false });
  addStacks(app, plan, planCapacity(plan));
  seed(app);
  Validations.of(app).addPlugins(new PolicyPlugin(plan), new SecurityReviewPlugin());
  try {
    app.synth();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Changes the first resource of a type in the stacks whose id begins with a text, if need be the first
 * whose path in the tree of constructs holds another text.
 */
const change =
  (stackPrefix: string, type: string, path: string, value: unknown, within = '') =>
  (app: App): void => {
    const stacks = app.node.children.filter(
      (child) => Stack.isStack(child) && child.node.id.startsWith(stackPrefix),
    );
    for (const stack of stacks) {
      const resource = stack.node
        .findAll()
        .filter(({ node }) => node.path.includes(within))
        .find((one) => CfnResource.isCfnResource(one) && one.cfnResourceType === type);
      if (!CfnResource.isCfnResource(resource)) throw new Error(`no ${type} in ${stackPrefix}`);
      if (path.startsWith('/')) resource.addOverride(path.slice(1), value);
      else resource.addPropertyOverride(path, value);
    }
  };

const DOOR = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

test.each<[string, (app: App) => void, readonly (string | RegExp)[]]>([
  [
    'kapok-survivability',
    change('Region-', 'AWS::AutoScaling::AutoScalingGroup', 'MinSize', '20'),
    [
      /Monday 07:26, right after a deployment/,
      'CitizenFleetGroup',
      'let sizes and schedules follow',
    ],
  ],
  [
    'kapok-schedule',
    change('Region-', 'AWS::AutoScaling::ScheduledAction', 'Recurrence', 'daily'),
    ['no five-field cron: daily', 'ScheduledAction', 'write minute, hour'],
  ],
  [
    'kapok-static-stability',
    change('Routing', 'AWS::Route53::HealthCheck', 'HealthCheckConfig.Type', 'CLOUDWATCH_METRIC'),
    [
      '"CLOUDWATCH_METRIC"',
      'Healthapsoutheast1Serving',
      'set HealthCheckConfig.Type to HTTPS_STR_MATCH',
    ],
  ],
  [
    'kapok-no-accidental-evacuation',
    change(
      'Region-',
      'AWS::ElasticLoadBalancingV2::TargetGroup',
      'HealthCheckPath',
      '/regional-health',
    ),
    ['would empty all regions', 'CitizenDoorTargets', 'set HealthCheckPath to /healthz'],
  ],
  [
    'kapok-region-independence',
    change(
      'Region-ap-northeast-1',
      'AWS::AutoScaling::AutoScalingGroup',
      'Context',
      'ap-southeast-1',
    ),
    ['names ap-southeast-1', 'CitizenFleetGroup', 'let a region know itself alone'],
  ],
  [
    'kapok-load-balancer-capacity',
    change('Region-', DOOR, 'MinimumLoadBalancerCapacity.CapacityUnits', 100),
    ['with 100 units, of 374', 'CitizenDoorLoadBalancer', 'reserve at least 374 units'],
  ],
  [
    'kapok-table-throughput',
    change('Data', 'AWS::DynamoDB::GlobalTable', 'WarmThroughput.ReadUnitsPerSecond', 12_000),
    ['of 23334', 'FactsTable', 'to 23334 or more'],
  ],
  [
    'kapok-front-door-security',
    change(
      'Region-',
      'AWS::ElasticLoadBalancingV2::Listener',
      'SslPolicy',
      'ELBSecurityPolicy-2016-08',
    ),
    ['before 1.2 are broken', 'CitizenDoorLoadBalancerHttps', 'set SslPolicy to'],
  ],
  [
    'kapok-data-retention',
    change('Data', 'AWS::DynamoDB::GlobalTable', '/DeletionPolicy', 'Delete'),
    ['goes with its stack', 'FactsTable', 'set DeletionPolicy to Retain'],
  ],
  [
    'kapok-instance-hardening',
    change(
      'Region-',
      'AWS::EC2::LaunchTemplate',
      'LaunchTemplateData.MetadataOptions.HttpTokens',
      'optional',
    ),
    ['a forged request', 'CitizenLaunchTemplate', 'to required'],
  ],
  [
    'kapok-least-privilege',
    change('Region-', 'AWS::IAM::Policy', 'PolicyDocument.Statement.0.Action', '*', 'CitizenRole'),
    [/allows \* on/, 'CitizenRoleDefaultPolicy', 'name the actions'],
  ],
  [
    'kapok-deploy-freeze',
    change(
      'Region-',
      'AWS::Scheduler::Schedule',
      'ScheduleExpression',
      'cron(50 6 10 1 ? *)',
      'Guard-closed',
    ),
    ['takes deployments on 10 January 06:47', 'let a schedule set a stack policy'],
  ],
  [
    'kapok-static-stability',
    change(
      'Region-',
      'AWS::IAM::Policy',
      'PolicyDocument.Statement.0.Action',
      'cloudformation:GetTemplate',
      'GuardRole',
    ),
    ['may not call cloudformation:SetStackPolicy', 'SchedulesGuardRole'],
  ],
  [
    'kapok-front-door-security',
    change(
      'Region-',
      'AWS::WAFv2::WebACL',
      'Rules.0.Statement.AndStatement.Statements.1.OrStatement.Statements.1.RegexMatchStatement.RegexString',
      '^/evacuations/[a-z]{2}(-[a-z]+)+-[0-9]',
    ),
    ['past all its other rules', 'CitizenFirewallAcl', 'let its first rule allow'],
  ],
  [
    'kapok-data-retention',
    change('Foundation-', 'AWS::Backup::BackupVault', 'LockConfiguration', undefined),
    ['the lock could be taken off', 'BackupsVault', 'set LockConfiguration.ChangeableForDays'],
  ],
  [
    'kapok-data-retention',
    change('Data', 'AWS::Backup::BackupPlan', 'BackupPlan.BackupPlanRule.0.CopyActions', []),
    ['to no vault in ap-northeast-1', 'BackupsPlan', 'add a copy action'],
  ],
  [
    'kapok-data-retention',
    change(
      'Foundation-',
      'AWS::S3::Bucket',
      'ObjectLockConfiguration.Rule.DefaultRetention.Mode',
      'GOVERNANCE',
      'Evidence',
    ),
    ['could change evidence', 'EvidenceBucket', 'to COMPLIANCE'],
  ],
])(
  'a defect of %s fails the synthesis, naming resource, rule and mend',
  (rule, seed, said) => {
    const message = synthesise(seed);
    expect(message).toContain(`Kapok::${rule}`);
    for (const part of said) expect(message).toEqual(expect.stringMatching(part));
  },
  60_000,
);

/** A topic that takes messages over plain HTTP, and what somebody says to that. */
const addOpenTopic =
  (reason?: string) =>
  (app: App): void => {
    const topic = new sns.Topic(app.node.findChild('Routing'), 'Open');
    if (reason !== undefined) {
      Validations.of(topic).acknowledge({ id: 'AwsSolutions-SNS3', reason });
    }
  };

test.each<[string, string | undefined, RegExp]>([
  ['AwsSolutions-SNS3', undefined, /mend Routing\/Open\/Resource, or acknowledge/],
  ['kapok-acknowledgement', 'not needed', /acknowledged at Routing\/Open without a reason/],
])(
  'a finding of %s fails the synthesis, naming construct and mend',
  (rule, reason, said) => {
    const message = synthesise(addOpenTopic(reason));
    expect(message).toContain(`AwsSolutions::${rule}`);
    expect(message).toEqual(expect.stringMatching(said));
  },
  60_000,
);

test('nothing is said without a defect', () => {
  expect(synthesise(() => {})).toBeUndefined();
}, 60_000);
