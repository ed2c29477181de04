import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { acknowledgeLint } from '../../lib/constructs/lint-acknowledgement';

test('a finding is accepted in resources of its type under the construct, and nowhere else', () => {
  const stack = new Stack(new App(), 'Stack');
  const scope = new Construct(stack, 'Scope');
  new CfnResource(scope, 'Named', { type: 'Custom::Named' });
  new CfnResource(scope, 'Other', { type: 'Custom::Other' });
  new CfnResource(stack, 'Outside', { type: 'Custom::Named' });

  acknowledgeLint(scope, 'Custom::Named', { rule: 'W3010', reason: 'because' });

  const acknowledged = Object.values(Template.fromStack(stack).toJSON().Resources).map(
    // biome-ignore lint/suspicious/noExplicitAny: templates are asserted as the data they are
    ({ Metadata }: any) => Metadata?.['cfn-lint'],
  );
  expect(acknowledged).toEqual([
    { config: { ignore_checks: ['W3010'] }, reasons: { W3010: 'because' } },
    undefined,
    undefined,
  ]);
});
