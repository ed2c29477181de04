import { Aws, Stack } from 'aws-cdk-lib';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { physicalNames } from './physical-names';

/** The topic that the stack of this region makes, by its name. */
export function regionTopic(scope: Construct, id: string, planName: string): ITopic {
  const stack = Stack.of(scope);
  const arn = stack.formatArn({
    service: 'sns',
    account: Aws.ACCOUNT_ID,
    resource: physicalNames(planName).alarmTopic,
  });
  return Topic.fromTopicArn(scope, id, arn);
}
