import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import { FLEET_NAMES } from '../plan/plan';
import {
  type Access,
  bundleAccess,
  launchHookAccess,
  logAccess,
  secretAccess,
  tableAccess,
} from './fleet-access';
import type { PhysicalNames } from './physical-names';
import { sealedSecurityGroup } from './sealed-security-group';

/** What the instances of a region reach through its endpoints. */
export interface EndpointUse {
  readonly names: PhysicalNames;
  readonly autoScalingGroupNames: readonly string[];
  readonly logGroupNames: readonly string[];
  /** Bucket that holds the service's archive. */
  readonly bundleBucket: IBucket;
}

/** Properties of a `NetworkEndpoints`. */
export interface NetworkEndpointsProps extends EndpointUse {
  readonly vpc: ec2.Vpc;
  readonly subnets: ec2.SubnetSelection;
}

/**
 * Every service an instance reaches, and what breaks without it. KMS is none of them: DynamoDB and
 * Secrets Manager call it on their side. Nor are EC2, STS, SSM and CloudWatch metrics: nothing asks
 * them, since credentials come from the instance's metadata, nobody logs in, and metrics are log lines.
 */
export const ENDPOINT_REASONS = {
  s3: 'boot installs Node from the Amazon Linux repository and fetches the service, both in S3',
  dynamodb: 'every request reads or writes facts; evacuations and heartbeats are in control',
  secretsmanager: 'the service listens only after it has read signing key and pepper',
  autoscaling: 'an instance says that it is ready, or its launch is abandoned after five minutes',
  logs: 'log lines and the metrics in them leave the instance; it serves without, but unseen',
} as const;

/**
 * Ways from the fleets' subnets to AWS services, in the region and off the internet. Gateways cost
 * nothing and take any load; the others have an address in each zone, so that no zone needs another.
 */
export class NetworkEndpoints extends Construct {
  /** All endpoints. */
  readonly all: IDependable;
  private readonly securityGroup: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, props: NetworkEndpointsProps) {
    super(scope, id);
    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'Endpoints of AWS services: requests from instances of the fleets only',
      allowAllOutbound: false,
    });
    this.all = new DependencyGroup(
      ...this.addGateways(props),
      ...this.addInterfaces(props, [sealedSecurityGroup(this.securityGroup)]),
    );
  }

  /** Opens the way from instances in a security group to the endpoints that have addresses. */
  allowFrom(id: string, instances: ec2.ISecurityGroup): IDependable {
    return new ec2.CfnSecurityGroupIngress(this, id, {
      groupId: this.securityGroup.securityGroupId,
      sourceSecurityGroupId: instances.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      description: 'HTTPS from instances',
    });
  }

  private addGateways({ vpc, subnets, ...use }: NetworkEndpointsProps): IDependable[] {
    const { S3, DYNAMODB } = ec2.GatewayVpcEndpointAwsService;
    const s3 = vpc.addGatewayEndpoint('S3', { service: S3, subnets: [subnets] });
    s3.addToPolicy(this.ours(bundleAccess(use.bundleBucket)));
    s3.addToPolicy(this.amazonLinux());
    const tables = vpc.addGatewayEndpoint('DynamoDb', { service: DYNAMODB, subnets: [subnets] });
    tables.addToPolicy(this.ours(tableAccess(this, use.names)));
    return [s3, tables];
  }

  private addInterfaces(
    { vpc, subnets, names, autoScalingGroupNames, logGroupNames }: NetworkEndpointsProps,
    securityGroups: ec2.ISecurityGroup[],
  ): IDependable[] {
    const { SECRETS_MANAGER, AUTOSCALING, CLOUDWATCH_LOGS } = ec2.InterfaceVpcEndpointAwsService;
    const uses: readonly (readonly [string, ec2.IInterfaceVpcEndpointService, Access])[] = [
      ['Secrets', SECRETS_MANAGER, secretAccess(this, names, FLEET_NAMES)],
      ['AutoScaling', AUTOSCALING, launchHookAccess(this, autoScalingGroupNames)],
      ['Logs', CLOUDWATCH_LOGS, logAccess(this, logGroupNames)],
    ];
    return uses.map(([id, service, access]) => {
      const endpoint = vpc.addInterfaceEndpoint(id, {
        service,
        subnets,
        securityGroups,
        open: false,
        privateDnsEnabled: true,
      });
      endpoint.addToPolicy(this.ours(access));
      return endpoint;
    });
  }

  /** What our own roles may do; what they are allowed is said in their policies. */
  private ours({ actions, resources }: Access): iam.PolicyStatement {
    return new iam.PolicyStatement({
      principals: [new iam.StarPrincipal()],
      actions: [...actions],
      resources: [...resources],
      conditions: { StringEquals: { 'aws:PrincipalAccount': Stack.of(this).account } },
    });
  }

  /** The package manager asks without a signature, so for this bucket there is no account to compare. */
  private amazonLinux(): iam.PolicyStatement {
    return new iam.PolicyStatement({
      principals: [new iam.StarPrincipal()],
      actions: ['s3:GetObject'],
      resources: [
        Stack.of(this).formatArn({
          service: 's3',
          region: '',
          account: '',
          resource: amazonLinuxBucket(Stack.of(this).region),
          resourceName: '*',
        }),
      ],
    });
  }
}

/** Bucket of a region's Amazon Linux 2023 repository, as the Amazon Linux user guide names it. */
export function amazonLinuxBucket(region: string): string {
  return `al2023-repos-${region}-de612dc2`;
}
