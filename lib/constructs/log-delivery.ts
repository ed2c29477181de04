import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Prefix under which load balancers put their access logs, one folder below it per fleet. */
export const LOAD_BALANCER_LOG_PREFIX = 'load-balancers';

/** Prefix under which networks put their flow logs. */
export const FLOW_LOG_PREFIX = 'flow-logs';

/**
 * Lets the region's load balancers and flow logs of this account write into a bucket. Load balancers
 * deliver as a service in every region; the numbered accounts of older regions are not needed.
 */
export function allowLogDelivery(scope: Construct, bucket: s3.Bucket): void {
  const stack = Stack.of(scope);
  const account = Aws.ACCOUNT_ID;
  const sourceOf = (service: string, resource: string) => ({
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': stack.formatArn({ service, resource }) },
  });
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'LoadBalancersWrite',
      principals: [new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`${LOAD_BALANCER_LOG_PREFIX}/*/AWSLogs/${account}/*`)],
      conditions: sourceOf('elasticloadbalancing', 'loadbalancer/*'),
    }),
  );
  // Named and worded as EC2 would add them itself, and so change the policy behind our back.
  const flowLogs = new iam.ServicePrincipal('delivery.logs.amazonaws.com');
  const fromLogs = sourceOf('logs', '*');
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'AWSLogDeliveryWrite',
      principals: [flowLogs],
      actions: ['s3:PutObject'],
      // Flow logs write `name=value` folders, which tables over them read as columns.
      resources: [bucket.arnForObjects(`${FLOW_LOG_PREFIX}/AWSLogs/aws-account-id=${account}/*`)],
      conditions: {
        ...fromLogs,
        StringEquals: { ...fromLogs.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    }),
  );
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'AWSLogDeliveryAclCheck',
      principals: [flowLogs],
      actions: ['s3:GetBucketAcl', 's3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: fromLogs,
    }),
  );
}
