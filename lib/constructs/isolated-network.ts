import { Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import { acknowledgeLint } from './lint-acknowledgement';
import { FLOW_LOG_PREFIX } from './log-delivery';
import { type EndpointUse, NetworkEndpoints } from './network-endpoints';

/** Properties of an `IsolatedNetwork`. */
export interface IsolatedNetworkProps extends EndpointUse {
  /** Zones by name; an app without an account could not ask for them. */
  readonly zones: readonly string[];
  /** Bucket of this region that takes flow logs. */
  readonly logBucketName: string;
}

/** Addresses of each region's network: the same everywhere, because the regions are never joined. */
export const NETWORK_CIDR = '10.0.0.0/16';

// A load balancer with thousands of reserved capacity units takes hundreds of addresses in each zone.
const PUBLIC_CIDR_MASK = 22;

// 8,192 instances in each zone.
const FLEET_CIDR_MASK = 19;

/**
 * Load balancers in public subnets, instances in subnets without a way out of the region: all they
 * need has an endpoint. So there is no NAT gateway: no hourly price, no limit on connections that a
 * campaign could reach, and no road for data to leave by.
 *
 * The network's default security group keeps the rules that EC2 gives it (its members reach each
 * other, and everything). Security Hub's EC2.2 asks to empty it, which CloudFormation cannot; the
 * CDK's `restrictDefaultSecurityGroup` does it with a function that may change security groups of the
 * whole account. Nothing here is ever a member: every load balancer, instance and endpoint names its
 * own group, and a test holds it to that. Where EC2.2 must be green, `aws ec2
 * revoke-security-group-ingress` and `-egress` empty the group once, and nothing puts the rules back.
 */
export class IsolatedNetwork extends Construct {
  readonly vpc: ec2.Vpc;
  readonly fleetSubnets: ec2.SubnetSelection = { subnetGroupName: 'Fleet' };
  readonly publicSubnets: ec2.SubnetSelection = { subnetGroupName: 'Public' };
  /** All that an instance reaches while it boots, and the routes to it. */
  readonly reach: IDependable;
  private readonly endpoints: NetworkEndpoints;

  constructor(scope: Construct, id: string, props: IsolatedNetworkProps) {
    super(scope, id);
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(NETWORK_CIDR),
      availabilityZones: [...props.zones],
      natGateways: 0,
      subnetConfiguration: [
        {
          name: 'Public',
          subnetType: ec2.SubnetType.PUBLIC,
          cidrMask: PUBLIC_CIDR_MASK,
          mapPublicIpOnLaunch: false,
        },
        {
          name: 'Fleet',
          subnetType: ec2.SubnetType.PRIVATE_ISOLATED,
          cidrMask: FLEET_CIDR_MASK,
        },
      ],
    });
    this.endpoints = new NetworkEndpoints(this, 'Endpoints', {
      ...props,
      vpc: this.vpc,
      subnets: this.fleetSubnets,
    });
    this.reach = new DependencyGroup(this.endpoints.all, ...this.fleetRoutes());
    this.addFlowLog(props.logBucketName);
    this.acknowledgeNamedZones();
  }

  /** Lets instances in a security group reach all that their region offers them. */
  allowReachFrom(id: string, instances: ec2.ISecurityGroup): IDependable {
    return this.endpoints.allowFrom(id, instances);
  }

  /**
   * Into S3, not CloudWatch Logs: half the price for the same records, as many as a campaign makes, and
   * nothing here is alarmed on, only searched afterwards. Parquet in folders by hour is what Athena
   * reads least of. The bucket is known by name, since another stack of the region owns it.
   */
  private addFlowLog(bucketName: string): void {
    new ec2.CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: this.vpc.vpcId,
      trafficType: 'ALL',
      logDestinationType: 's3',
      logDestination: Bucket.fromBucketName(this, 'Logs', bucketName).arnForObjects(
        FLOW_LOG_PREFIX,
      ),
      // As CloudFormation spells them; the CDK's own flow log writes them in lower case.
      destinationOptions: {
        FileFormat: 'parquet',
        HiveCompatiblePartitions: true,
        PerHourPartition: true,
      },
    });
  }

  /** Before its subnet has its own route table, an instance misses the way to S3. */
  private fleetRoutes(): IDependable[] {
    return this.vpc
      .selectSubnets(this.fleetSubnets)
      .subnets.flatMap(({ node }) => node.findAll())
      .filter((child) => child instanceof ec2.CfnSubnetRouteTableAssociation);
  }

  private acknowledgeNamedZones(): void {
    const rule = 'W3010';
    const reason =
      'zones come from the plan: what survives the loss of a zone is proved for named zones';
    Validations.of(this.vpc).acknowledge({ id: `CloudFormation-Validate::${rule}`, reason });
    acknowledgeLint(this.vpc, 'AWS::EC2::Subnet', { rule, reason });
  }
}
