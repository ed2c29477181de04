import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Properties of a `keyPolicy`. */
export interface KeyPolicyOptions {
  /** Name of the region's topic that alarms are published to, encrypted with the key. */
  readonly alarmTopicName: string;
}

/**
 * Policy of a region's key. The account decides: which role may use the key is said in that role's
 * policy, and so it is for DynamoDB, S3, Secrets Manager and AWS Backup, which use it for a role, and
 * for EventBridge Scheduler, which publishes as one. Only services that publish as themselves are
 * named here.
 */
export function keyPolicy(
  scope: Construct,
  { alarmTopicName }: KeyPolicyOptions,
): iam.PolicyDocument {
  // SNS states the topic whenever it encrypts or decrypts a message.
  const topic = {
    'kms:EncryptionContext:aws:sns:topicArn': Stack.of(scope).formatArn({
      service: 'sns',
      resource: alarmTopicName,
    }),
  };
  return new iam.PolicyDocument({
    statements: [
      new iam.PolicyStatement({
        sid: 'AccountDecides',
        principals: [new iam.AccountRootPrincipal()],
        actions: ['kms:*'],
        // In a key policy this is the key itself.
        resources: ['*'],
      }),
      publisher('AlarmsPublish', 'cloudwatch.amazonaws.com', {
        ...topic,
        'aws:SourceAccount': Aws.ACCOUNT_ID,
      }),
      // EventBridge names no source account to KMS: with that condition nothing would ever arrive.
      publisher('EventsPublish', 'events.amazonaws.com', topic),
    ],
  });
}

function publisher(
  sid: string,
  service: string,
  condition: Readonly<Record<string, string>>,
): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    principals: [new iam.ServicePrincipal(service)],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    resources: ['*'],
    conditions: { StringEquals: condition },
  });
}
