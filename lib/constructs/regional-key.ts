import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { dataRemovalPolicy } from './data-retention';
import { keyPolicy } from './key-policy';

/** Whether a region makes the multi-Region key or holds a replica of it. */
export type KeyOrigin =
  | { readonly kind: 'primary' }
  | { readonly kind: 'replica'; readonly primaryKeyArn: string };

/** Properties of a `RegionalKey`. */
export interface RegionalKeyProps {
  readonly origin: KeyOrigin;
  /** Full name of the alias, `alias/` included; the same in every region. */
  readonly aliasName: string;
  /** Name of the region's topic that alarms are published to. */
  readonly alarmTopicName: string;
  /** Whether the key may go with its stack. */
  readonly sandbox: boolean;
}

/** Days a key that is to be deleted can still be rescued: the longest AWS grants. */
export const KEY_PENDING_WINDOW = Duration.days(30);

const DESCRIPTION = 'Data of the health-code application; the same key material in every region';

/** One region's copy of the multi-Region key, found by all others through its alias. */
export class RegionalKey extends Construct {
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: RegionalKeyProps) {
    super(scope, id);
    const { origin } = props;
    this.keyArn =
      origin.kind === 'primary'
        ? this.addPrimary(props)
        : this.addReplica(props, origin.primaryKeyArn);
  }

  private addPrimary({ aliasName, alarmTopicName, sandbox }: RegionalKeyProps): string {
    const key = new kms.Key(this, 'Primary', {
      description: DESCRIPTION,
      multiRegion: true,
      // Rotation belongs to the primary; replicas follow it.
      enableKeyRotation: true,
      pendingWindow: KEY_PENDING_WINDOW,
      policy: keyPolicy(this, { alarmTopicName }),
      removalPolicy: dataRemovalPolicy(sandbox),
    });
    new kms.CfnAlias(this, 'Alias', { aliasName, targetKeyId: key.keyId });
    return key.keyArn;
  }

  private addReplica(props: RegionalKeyProps, primaryKeyArn: string): string {
    const { aliasName, alarmTopicName, sandbox } = props;
    const key = new kms.CfnReplicaKey(this, 'Replica', {
      description: DESCRIPTION,
      primaryKeyArn,
      pendingWindowInDays: KEY_PENDING_WINDOW.toDays(),
      keyPolicy: keyPolicy(this, { alarmTopicName }),
    });
    key.applyRemovalPolicy(dataRemovalPolicy(sandbox));
    new kms.CfnAlias(this, 'Alias', { aliasName, targetKeyId: key.attrKeyId });
    return key.attrArn;
  }
}
