import { Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import { acknowledgeLint } from './lint-acknowledgement';

/** Properties of an `IsolatedNetwork`. */
export interface IsolatedNetworkProps {
  /** Zones by name; an app without an account could not ask for them. */
  readonly zones: readonly string[];
}

/** Addresses of each region's network: the same everywhere, because the regions are never joined. */
export const NETWORK_CIDR = '10.0.0.0/16';

// A load balancer with thousands of reserved capacity units takes hundreds of addresses in each zone.
const PUBLIC_CIDR_MASK = 22;

// 8,192 instances in each zone.
const FLEET_CIDR_MASK = 19;

/**
 * Load balancers in public subnets, instances in subnets without a way out of the region. Booting
 * needs the Amazon Linux repository and the bundle (both in this region's S3), the tables, the
 * secrets and the lifecycle hook, and each has an endpoint. So there is no NAT gateway: no hourly
 * price, no limit on connections that a campaign could reach, and no road for data to leave by. KMS
 * needs no endpoint: DynamoDB and Secrets Manager call it on their side.
 */
export class IsolatedNetwork extends Construct {
  readonly vpc: ec2.Vpc;
  readonly fleetSubnets: ec2.SubnetSelection = { subnetGroupName: 'Fleet' };
  readonly publicSubnets: ec2.SubnetSelection = { subnetGroupName: 'Public' };
  /** All that an instance reaches while it boots, and the routes to it. */
  readonly reach: IDependable;

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
    this.reach = new DependencyGroup(this.addEndpoints(), ...this.fleetRoutes());
    this.acknowledgeNamedZones();
  }

  private addEndpoints(): IDependable {
    const { GatewayVpcEndpointAwsService: gateways, InterfaceVpcEndpointAwsService: interfaces } =
      ec2;
    const subnets = this.fleetSubnets;
    return new DependencyGroup(
      this.vpc.addGatewayEndpoint('S3', { service: gateways.S3, subnets: [subnets] }),
      this.vpc.addGatewayEndpoint('DynamoDb', { service: gateways.DYNAMODB, subnets: [subnets] }),
      this.vpc.addInterfaceEndpoint('Secrets', { service: interfaces.SECRETS_MANAGER, subnets }),
      // For the lifecycle hook that lets an instance into service.
      this.vpc.addInterfaceEndpoint('AutoScaling', { service: interfaces.AUTOSCALING, subnets }),
    );
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
