import { Aws, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, type IDependable } from 'constructs';
import { letWriteSecrets } from './key-usage';
import { NodeFunction } from './node-function';

/** Properties of a `SigningKeyRotation`. */
export interface SigningKeyRotationProps {
  readonly secretArn: string;
  /** What must be there before: the secret has its first value. */
  readonly rotatesAfter: IDependable;
  /** Regions that hold a copy beside the stack's own. */
  readonly replicaRegions: readonly string[];
  /** Alias of the key that encrypts each copy in its own region. */
  readonly keyAlias: string;
}

/**
 * How long a key signs; it is published for as long before. A stolen key is of use for this time and
 * as long again, while it verifies. Far above the two days that a rotation needs to be safe.
 */
export const ROTATION_PERIOD = Duration.days(30);

/** A step makes at most four calls and one key pair: a second, and the retries of the SDK. */
export const ROTATION_TIMEOUT = Duration.seconds(30);

/**
 * Rotates the keys that sign credentials, in the region that writes the secret. While that region is
 * gone nothing rotates, and every other goes on with the keys that it has.
 */
export class SigningKeyRotation extends Construct {
  /** Called for each step of a rotation; when it fails, the keys stay as they are. */
  readonly rotator: IFunction;

  constructor(scope: Construct, id: string, props: SigningKeyRotationProps) {
    super(scope, id);
    const rotator = new NodeFunction(this, 'Rotator', {
      description: 'Rotates the keys that sign credentials',
      folder: 'signing-key-rotation',
      timeout: ROTATION_TIMEOUT,
      statements: [
        new iam.PolicyStatement({
          actions: [
            'secretsmanager:DescribeSecret',
            'secretsmanager:GetSecretValue',
            'secretsmanager:PutSecretValue',
            'secretsmanager:UpdateSecretVersionStage',
          ],
          resources: [props.secretArn],
        }),
      ],
    });
    this.rotator = rotator.lambda;
    letWriteSecrets(rotator.role, props);
    const permission = 'SecretsManager';
    rotator.lambda.addPermission(permission, {
      principal: new iam.ServicePrincipal('secretsmanager.amazonaws.com'),
      sourceAccount: Aws.ACCOUNT_ID,
    });
    const schedule = new secretsmanager.CfnRotationSchedule(this, 'Schedule', {
      secretId: props.secretArn,
      rotationLambdaArn: rotator.lambda.functionArn,
      rotationRules: { automaticallyAfterDays: ROTATION_PERIOD.toDays() },
      // A deployment is no reason to rotate; Secrets Manager only tries the function out.
      rotateImmediatelyOnUpdate: false,
    });
    schedule.node.addDependency(
      rotator.role,
      rotator.lambda.permissionsNode.findChild(permission),
      props.rotatesAfter,
    );
  }
}
