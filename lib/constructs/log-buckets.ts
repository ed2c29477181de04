import { Duration, Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EVIDENCE_RETENTION } from './evidence-bucket';
import { allowLogDelivery } from './log-delivery';
import { privateBucketProps, RARE_ACCESS_AFTER, UNFINISHED_UPLOAD_EXPIRY } from './private-bucket';

/** Properties of `LogBuckets`. */
export interface LogBucketsProps {
  readonly planName: string;
  /** Whether the logs may go with their stack. */
  readonly sandbox: boolean;
}

/**
 * Logs of load balancers and networks hold addresses of people, so they are kept as long as must be
 * and no longer: the Cybersecurity Law (article 21) and GB/T 22239 ask for six months, at most 184
 * days, and 16 more let an incident of the last day be found.
 */
export const LOG_RETENTION = Duration.days(184 + 16);

/** Who opened which log or proof is known for as long as a proof cannot be deleted. */
export const ACCESS_LOG_RETENTION = EVIDENCE_RETENTION;

/** A log is written once: an older version of one exists only because somebody deleted it. */
export const DELETED_LOG_RETENTION = Duration.days(30);

/**
 * The buckets of a region that take logs: `logs` those of load balancers and networks, `access` what
 * S3 notes about the use of the others. Both are encrypted with keys of S3, since neither load
 * balancers nor S3 deliver logs into a bucket that is encrypted with one of KMS.
 */
export class LogBuckets extends Construct {
  readonly access: s3.Bucket;
  readonly logs: s3.Bucket;

  constructor(scope: Construct, id: string, props: LogBucketsProps) {
    super(scope, id);
    const shared = { ...props, stack: Stack.of(this) };
    this.access = new s3.Bucket(this, 'Access', {
      ...privateBucketProps({ ...shared, purpose: 'access' }),
      encryption: s3.BucketEncryption.S3_MANAGED,
      lifecycleRules: [logLifecycle(ACCESS_LOG_RETENTION)],
    });
    Validations.of(this.access).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'it takes the access logs of the other buckets; its own would feed themselves for ever',
    });
    this.logs = new s3.Bucket(this, 'Logs', {
      ...privateBucketProps({ ...shared, purpose: 'logs' }),
      encryption: s3.BucketEncryption.S3_MANAGED,
      serverAccessLogsBucket: this.access,
      serverAccessLogsPrefix: 'logs/',
      lifecycleRules: [logLifecycle(LOG_RETENTION)],
    });
    allowLogDelivery(this, this.logs);
  }
}

function logLifecycle(retention: Duration): s3.LifecycleRule {
  return {
    id: 'expire',
    transitions: [
      { storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: RARE_ACCESS_AFTER },
    ],
    expiration: retention,
    noncurrentVersionExpiration: DELETED_LOG_RETENTION,
    abortIncompleteMultipartUploadAfter: UNFINISHED_UPLOAD_EXPIRY,
  };
}
