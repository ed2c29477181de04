import { App, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { reviewSecurity, SecurityReviewPlugin } from '../../lib/policies/security-review';

const REASON = 'a topic that holds no personal data is read by the operators alone';

/** A topic without TLS and a role that may do much: both are findings of AwsSolutions. */
function unsafeApp() {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Watch', { env: { region: 'ap-southeast-1' } });
  const topic = new sns.Topic(stack, 'Alarms');
  const role = new iam.Role(stack, 'Role', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:Get*'], resources: ['*'] }));
  return { app, stack, topic, role };
}

const rulesOf = (app: App) => reviewSecurity(app).findings.map(({ rule }) => rule);

test('finds what nobody has accepted, with construct and mend', () => {
  const { app } = unsafeApp();
  expect(rulesOf(app)).toEqual([
    'AwsSolutions-SNS3',
    'AwsSolutions-IAM5[Action::s3:Get*]',
    'AwsSolutions-IAM5[Resource::*]',
  ]);
  expect(reviewSecurity(app).findings[0]).toMatchObject({
    constructPath: 'Watch/Alarms/Resource',
    fix: 'mend Watch/Alarms/Resource, or acknowledge AwsSolutions-SNS3 there with its reason',
  });
});

test('lists what is accepted with construct and reason, and finds the rest', () => {
  const { app, topic } = unsafeApp();
  Validations.of(topic).acknowledge({ id: 'AwsSolutions-SNS3', reason: REASON });
  expect(rulesOf(app)).not.toContain('AwsSolutions-SNS3');
  expect(reviewSecurity(app).acknowledgements).toEqual([
    { id: 'AwsSolutions-SNS3', constructPath: 'Watch/Alarms', reason: REASON },
  ]);
});

test.each<[string, (parts: ReturnType<typeof unsafeApp>) => void, RegExp]>([
  [
    'for a whole stack',
    ({ stack }) => Validations.of(stack).acknowledge({ id: 'AwsSolutions-SNS3', reason: REASON }),
    /for all of Watch/,
  ],
  [
    'for the whole app',
    ({ app }) => Validations.of(app).acknowledge({ id: 'AwsSolutions-SNS3', reason: REASON }),
    /for all of the app/,
  ],
  [
    'of wildcards without the finding',
    ({ role }) => Validations.of(role).acknowledge({ id: 'AwsSolutions-IAM5', reason: REASON }),
    /whatever it finds/,
  ],
  [
    'without a reason',
    ({ topic }) =>
      Validations.of(topic).acknowledge({ id: 'AwsSolutions-SNS3', reason: 'not needed' }),
    /without a reason: not needed/,
  ],
])('refuses an acknowledgement %s', (_, acknowledge, what) => {
  const parts = unsafeApp();
  acknowledge(parts);
  const refused = reviewSecurity(parts.app).findings.filter(
    ({ rule }) => rule === 'kapok-acknowledgement',
  );
  expect(refused.map((one) => one.what)).toEqual([expect.stringMatching(what)]);
});

test('fails the synthesis, naming construct, rule and mend', () => {
  const { app } = unsafeApp();
  Validations.of(app).addPlugins(new SecurityReviewPlugin());
  expect(() => app.synth()).toThrow(
    /mend Watch\/Alarms\/Resource.*\s+Rule AwsSolutions::AwsSolutions-SNS3/,
  );
});
