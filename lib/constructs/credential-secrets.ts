import { CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { keyUsageStatement } from './key-usage';
import { acknowledgeLint } from './lint-acknowledgement';
import { projectFile } from './project-root';
import { ReplicatedSecret } from './replicated-secret';

/** Properties of `CredentialSecrets`. */
export interface CredentialSecretsProps {
  readonly signingKeySecretName: string;
  readonly pepperSecretName: string;
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
 * The key pair that signs credentials and the pepper that hides ID numbers, with the function that
 * puts a value into each where none is. The values never pass through a template or a deployment.
 */
export class CredentialSecrets extends Construct {
  constructor(scope: Construct, id: string, props: CredentialSecretsProps) {
    super(scope, id);
    const { replicaRegions, keyAlias, sandbox } = props;
    const signingKey = new ReplicatedSecret(this, 'SigningKey', {
      secretName: props.signingKeySecretName,
      description: 'ES256 keys that sign health codes, as a JWK set',
      replicaRegions,
      keyAlias,
      sandbox,
    });
    const pepper = new ReplicatedSecret(this, 'Pepper', {
      secretName: props.pepperSecretName,
      description: 'Turns ID numbers into person keys; never changes, or every record is lost',
      replicaRegions,
      keyAlias,
      sandbox,
    });
    const maker = this.addMaker(props, [signingKey.secretArn, pepper.secretArn]);
    const provider = new Provider(this, 'Provider', {
      onEventHandler: maker,
      // Its own log would repeat the answer of the function.
      frameworkLambdaLoggingLevel: lambda.ApplicationLogLevel.WARN,
      logGroup: addLogGroup(this, 'ProviderLog'),
    });
    const filled = new CustomResource(this, 'Filled', {
      resourceType: CREDENTIAL_SECRETS_TYPE,
      serviceToken: provider.serviceToken,
      // Not read: a region that joins makes CloudFormation ask again, and the function await its copy.
      properties: { replicaRegions },
    });
    // The function finds the secrets by name, and needs its permissions first.
    filled.node.addDependency(signingKey, pepper, maker);
    acknowledgeLint(this, 'AWS::Lambda::Function', {
      rule: 'W3005',
      reason: 'the CDK states the order that the reference to the role implies as well',
    });
  }

  private addMaker(props: CredentialSecretsProps, secretArns: string[]): NodejsFunction {
    const maker = new NodejsFunction(this, 'Maker', {
      description: 'Makes the signing key and the pepper once',
      entry: projectFile('lambda', 'credential-secrets', 'handler.ts'),
      handler: 'handler',
      projectRoot: projectFile(),
      depsLockFilePath: projectFile('package-lock.json'),
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: FILL_TIMEOUT,
      memorySize: 256,
      logGroup: addLogGroup(this, 'MakerLog'),
      environment: {
        KAPOK_SIGNING_KEY_SECRET: props.signingKeySecretName,
        KAPOK_PEPPER_SECRET: props.pepperSecretName,
      },
      // With the SDK inside, the bundle runs the same wherever it is rehearsed.
      bundling: { bundleAwsSDK: true, forceDockerBundling: false, logLevel: LogLevel.ERROR },
    });
    maker.addToRolePolicy(
      new iam.PolicyStatement({
        actions: [
          'secretsmanager:DescribeSecret',
          'secretsmanager:GetSecretValue',
          'secretsmanager:PutSecretValue',
        ],
        resources: secretArns,
      }),
    );
    maker.addToRolePolicy(
      keyUsageStatement(this, {
        aliasName: props.keyAlias,
        // Secrets Manager encrypts each region's copy for whoever wrote the value.
        actions: ['Decrypt', 'Encrypt', 'GenerateDataKey'],
        services: ['secretsmanager'],
        regions: [Stack.of(this).region, ...props.replicaRegions],
      }),
    );
    return maker;
  }
}

function addLogGroup(scope: Construct, id: string): logs.LogGroup {
  return new logs.LogGroup(scope, id, {
    retention: logs.RetentionDays.ONE_MONTH,
    // A record of deployments, not of people: it goes with the function.
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
