import { Duration, Stack } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { privateBucketProps, RARE_ACCESS_AFTER, UNFINISHED_UPLOAD_EXPIRY } from './private-bucket';

/** Properties of an `EvidenceBucket`. */
export interface EvidenceBucketProps {
  readonly planName: string;
  /** The region's copy of the multi-Region key. */
  readonly key: kms.IKey;
  /** Where S3 notes who used the bucket. */
  readonly accessLogs: s3.IBucket;
  /** Whether the evidence may go with its stack. */
  readonly sandbox: boolean;
}

/**
 * Time in which nobody, not even the account's root user, can delete a proof: audits come yearly
 * (ISO 22301 and 27001), 35 days late at most, so each still finds all since the one before. GB/T
 * 22239 asks for no less than six months. In this mode the time can only be made longer.
 */
export const EVIDENCE_RETENTION = Duration.days(365 + 35);

/** Journals and proofs of drills: written once, never expiring, and for a time beyond deletion. */
export class EvidenceBucket extends Construct {
  constructor(scope: Construct, id: string, props: EvidenceBucketProps) {
    super(scope, id);
    const { planName, sandbox } = props;
    new s3.Bucket(this, 'Bucket', {
      ...privateBucketProps({ stack: Stack.of(this), planName, purpose: 'evidence', sandbox }),
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: props.key,
      // One call of KMS for many objects instead of one for each.
      bucketKeyEnabled: true,
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: 'evidence/',
      // Cannot be had later; without a default retention it binds nobody.
      objectLockEnabled: true,
      ...(!sandbox && {
        objectLockDefaultRetention: s3.ObjectLockRetention.compliance(EVIDENCE_RETENTION),
      }),
      lifecycleRules: [
        {
          id: 'rare-access',
          // Read at an audit, and then at once: archives would take hours, and China lacks some.
          transitions: [
            { storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: RARE_ACCESS_AFTER },
          ],
          abortIncompleteMultipartUploadAfter: UNFINISHED_UPLOAD_EXPIRY,
        },
      ],
    });
  }
}
