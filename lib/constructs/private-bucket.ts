import { Aws, Duration, type Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { dataRemovalPolicy } from './data-retention';
import { type BucketPurpose, bucketName } from './physical-names';

/** Days a part of an upload that never ended is kept: nobody resumes one after a week. */
export const UNFINISHED_UPLOAD_EXPIRY = Duration.days(7);

/** Days until an object moves to the storage class for rare access: the least S3 allows. */
export const RARE_ACCESS_AFTER = Duration.days(30);

/** What all buckets of a region have in common. */
export interface PrivateBucketOptions {
  readonly stack: Stack;
  readonly planName: string;
  readonly purpose: BucketPurpose;
  /** Whether the bucket may go with its stack, and all it holds with it. */
  readonly sandbox: boolean;
}

/**
 * Properties of every bucket: a name that others can work out, nothing public, TLS only, every version
 * kept, and no access lists, so that the bucket's policy alone decides. In a sandbox the CDK's own
 * function empties a bucket that goes with its stack; logs would else keep the stack from going.
 */
export function privateBucketProps(options: PrivateBucketOptions): s3.BucketProps {
  const { stack, planName, purpose, sandbox } = options;
  return {
    bucketName: bucketName(planName, purpose, { account: Aws.ACCOUNT_ID, region: stack.region }),
    versioned: true,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: dataRemovalPolicy(sandbox),
    autoDeleteObjects: sandbox,
  };
}
