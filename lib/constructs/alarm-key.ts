import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { KEY_PENDING_WINDOW } from './regional-key';

/**
 * A key for the alarms of a region that has no key of the plan. The key AWS manages for SNS would cost
 * nothing, but its policy, which nobody can change, lets no alarm use it: alarms would be told to nobody,
 * without an error anybody sees.
 */
export class AlarmKey extends Construct {
  readonly key: kms.Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new kms.Key(this, 'Key', {
      description: 'Alarms of the health-code application where only its routing is watched',
      enableKeyRotation: true,
      pendingWindow: KEY_PENDING_WINDOW,
      // It keeps nothing that lasts: a message lies in the topic until it is delivered.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsUse',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        // In a key policy this is the key itself.
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
  }
}
