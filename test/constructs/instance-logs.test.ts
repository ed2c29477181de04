import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { InstanceLogs, serviceLogGroupName } from '../../lib/constructs/instance-logs';

test.each([
  [true, 'Delete'],
  [false, 'RetainExceptOnCreate'],
])('when sandbox is %s, a log group that goes with its stack is under %s', (sandbox, policy) => {
  const stack = new Stack(new App(), 'Stack');
  new InstanceLogs(stack, 'Logs', { planName: 'plan', fleetName: 'citizen', sandbox });

  Template.fromStack(stack).hasResource('AWS::Logs::LogGroup', {
    DeletionPolicy: policy,
    Properties: { LogGroupName: serviceLogGroupName('plan', 'citizen'), RetentionInDays: 30 },
  });
  expect(serviceLogGroupName('plan', 'citizen')).toBe('/kapok/plan/citizen');
});
