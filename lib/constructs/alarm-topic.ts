import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { alarmName } from './physical-names';

/** Properties of an `AlarmTopic`. */
export interface AlarmTopicProps {
  readonly planName: string;
  readonly topicName: string;
  /** Encrypts what lies in the topic; its policy must let CloudWatch use it. */
  readonly key: kms.IKey;
  /** Addresses that are told; each must confirm by the mail it gets. */
  readonly emails: readonly string[];
}

/** Where the alarms of one region are told; an alarm reaches no topic of another region. */
export class AlarmTopic extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Topic', {
      topicName: props.topicName,
      displayName: `Kapok ${props.planName}`,
      masterKey: props.key,
      enforceSSL: true,
    });
    this.topic.addToResourcePolicy(this.publishStatement(props.planName));
    for (const email of props.emails) this.topic.addSubscription(new EmailSubscription(email));
  }

  /** With a policy of its own a topic no longer trusts its account's alarms by default. */
  private publishStatement(planName: string): iam.PolicyStatement {
    return new iam.PolicyStatement({
      sid: 'AlarmsPublish',
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [this.topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: {
          'aws:SourceArn': Stack.of(this).formatArn({
            service: 'cloudwatch',
            resource: `alarm:${alarmName(planName, '*')}`,
          }),
        },
      },
    });
  }

  /** Lets rules of the plan in this region tell of what no metric says, such as a backup that failed. */
  letRulesPublish(planName: string): void {
    const sourceArn = Stack.of(this).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: alarmName(planName, '*'),
    });
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'RulesPublish',
        principals: [new iam.ServicePrincipal('events.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { ArnLike: { 'aws:SourceArn': sourceArn } },
      }),
    );
  }
}
