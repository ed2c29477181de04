import { CustomResource, Duration, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct, type IDependable } from 'constructs';
import { letWriteSecrets } from './key-usage';
import { acknowledgeLint } from './lint-acknowledgement';
import { addFunctionLog, addFunctionRole, NodeFunction } from './node-function';
import { ReplicatedSecret } from './replicated-secret';

/** Properties of `CredentialSecrets`. */
export interface CredentialSecretsProps {
  readonly signingKeySecretName: string;
  readonly pepperSecretName: string;
  readonly channelKeysSecretName: string;
  readonly partnerKeysSecretName: string;
  /** Regions that hold a copy beside the stack's own. */
  readonly replicaRegions: readonly string[];
  /** Alias of the key that encrypts each copy in its own region. */
  readonly keyAlias: string;
  /** Whether the secrets may go with their stack. */
  readonly sandbox: boolean;
}

/**
 * Time the function has: 6 minutes until a new alias counts for its permissions, 2 until all copies
 * are there, and 1 for the calls themselves.
 */
export const FILL_TIMEOUT = Duration.minutes(6 + 2 + 1);

/** What the custom resource that fills the secrets is called in a template. */
export const CREDENTIAL_SECRETS_TYPE = 'Custom::CredentialSecrets';

/**
 * The keys that sign credentials, the pepper that hides ID numbers and the public keys of channels and
 * partners, with the function that puts a value into each where none is. The values never pass through
 * a template or a deployment.
 */
export class CredentialSecrets extends Construct {
  readonly signingKeySecretArn: string;
  /** Every secret has its value, in every region. */
  readonly filled: IDependable;

  constructor(scope: Construct, id: string, props: CredentialSecretsProps) {
    super(scope, id);
    const secrets = this.addSecrets(props);
    this.signingKeySecretArn = secrets.signingKey.secretArn;
    const all = Object.values(secrets);
    const maker = this.addMaker(
      props,
      all.map(({ secretArn }) => secretArn),
    );
    const filled = new CustomResource(this, 'Filled', {
      resourceType: CREDENTIAL_SECRETS_TYPE,
      serviceToken: this.addProvider(maker).serviceToken,
      // Not read: a region or a secret that joins makes CloudFormation ask again.
      properties: {
        replicaRegions: props.replicaRegions,
        secrets: all.map(({ secretName }) => secretName),
      },
    });
    // The function finds the secrets by name, and needs its permissions first.
    filled.node.addDependency(...all, maker);
    this.filled = filled;
    acknowledgeLint(this, 'AWS::Lambda::Function', {
      rule: 'W3005',
      reason: 'the CDK states the order that the reference to the role implies as well',
    });
  }

  private addSecrets(props: CredentialSecretsProps) {
    const { replicaRegions, keyAlias, sandbox } = props;
    const add = (id: string, secretName: string, description: string) =>
      new ReplicatedSecret(this, id, {
        secretName,
        description,
        replicaRegions,
        keyAlias,
        sandbox,
      });
    const secrets = {
      signingKey: add(
        'SigningKey',
        props.signingKeySecretName,
        'ES256 keys that sign health codes: the current one, the next, the previous',
      ),
      pepper: add(
        'Pepper',
        props.pepperSecretName,
        'Turns ID numbers into person keys; never changes, or every record is lost',
      ),
      channelKeys: add(
        'ChannelKeys',
        props.channelKeysSecretName,
        'Public keys of registered channels, as a JWK set; kept by operators',
      ),
      partnerKeys: add(
        'PartnerKeys',
        props.partnerKeysSecretName,
        'Public keys of registered partners, as a JWK set; kept by operators',
      ),
    };
    acknowledgeNoRotation(
      secrets.pepper,
      'a new pepper would name every person anew: all records would be lost to their owners',
    );
    const register = 'public keys, which their owners change; nothing in it is secret';
    acknowledgeNoRotation(secrets.channelKeys, register);
    acknowledgeNoRotation(secrets.partnerKeys, register);
    return secrets;
  }

  private addMaker(props: CredentialSecretsProps, secretArns: string[]): NodeFunction {
    const maker = new NodeFunction(this, 'Maker', {
      description: 'Makes the signing keys, the pepper and empty registers of keys once',
      folder: 'credential-secrets',
      timeout: FILL_TIMEOUT,
      environment: {
        KAPOK_SIGNING_KEY_SECRET: props.signingKeySecretName,
        KAPOK_PEPPER_SECRET: props.pepperSecretName,
        KAPOK_CHANNEL_KEYS_SECRET: props.channelKeysSecretName,
        KAPOK_PARTNER_KEYS_SECRET: props.partnerKeysSecretName,
      },
      statements: [
        new iam.PolicyStatement({
          actions: [
            'secretsmanager:DescribeSecret',
            'secretsmanager:GetSecretValue',
            'secretsmanager:PutSecretValue',
          ],
          resources: secretArns,
        }),
      ],
    });
    letWriteSecrets(maker.role, props);
    return maker;
  }

  private addProvider(maker: NodeFunction): Provider {
    const logGroup = addFunctionLog(this, 'ProviderLog');
    const role = addFunctionRole(this, 'ProviderRole', logGroup);
    const makerId = Stack.of(this).getLogicalId(
      maker.lambda.node.defaultChild as lambda.CfnFunction,
    );
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${makerId}.Arn>:*]`,
      reason: 'the versions of one function, which the provider exists to call',
    });
    return new Provider(this, 'Provider', {
      onEventHandler: maker.lambda,
      // Its own log would repeat the answer of the function.
      frameworkLambdaLoggingLevel: lambda.ApplicationLogLevel.WARN,
      frameworkOnEventRole: role,
      logGroup,
    });
  }
}

function acknowledgeNoRotation(secret: ReplicatedSecret, reason: string): void {
  Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason });
}
