import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { dataRemovalPolicy } from './data-retention';

/** Properties of a `ReplicatedSecret`. */
export interface ReplicatedSecretProps {
  readonly secretName: string;
  readonly description: string;
  /** Regions that hold a copy beside the stack's own. */
  readonly replicaRegions: readonly string[];
  /** Alias of the key that encrypts each copy in its own region. */
  readonly keyAlias: string;
  /** Whether the secret may go with its stack. */
  readonly sandbox: boolean;
}

/**
 * A secret that each region reads from its own copy. CloudFormation makes it without a value: one
 * that it generated would be made anew, and the old one lost, by an edit of how it is generated.
 */
export class ReplicatedSecret extends Construct {
  readonly secretArn: string;
  readonly secretName: string;

  constructor(scope: Construct, id: string, props: ReplicatedSecretProps) {
    super(scope, id);
    const secret = new secretsmanager.CfnSecret(this, 'Secret', {
      name: props.secretName,
      description: props.description,
      kmsKeyId: props.keyAlias,
      replicaRegions: props.replicaRegions.map((region) => ({ region, kmsKeyId: props.keyAlias })),
    });
    secret.applyRemovalPolicy(dataRemovalPolicy(props.sandbox));
    this.secretArn = secret.ref;
    this.secretName = props.secretName;
  }
}
