import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { sealedSecurityGroup } from './sealed-security-group';

/** Properties of a `FleetLaunchTemplate`. */
export interface FleetLaunchTemplateProps {
  readonly vpc: ec2.IVpc;
  readonly instanceType: string;
  readonly role: iam.IRole;
  /** Script an instance runs at its first boot. */
  readonly bootScript: string;
}

/** Size of an instance's disk: the system needs 3 GiB, the rest is for logs. */
export const VOLUME_GIB = 10;

/** How an instance of a fleet is made. Nobody logs in to one: no key pair and no open port. */
export class FleetLaunchTemplate extends Construct {
  readonly launchTemplate: ec2.LaunchTemplate;
  readonly securityGroup: ec2.ISecurityGroup;

  constructor(scope: Construct, id: string, props: FleetLaunchTemplateProps) {
    super(scope, id);
    this.securityGroup = sealedSecurityGroup(this.addSecurityGroup(props.vpc));
    const instanceType = new ec2.InstanceType(props.instanceType);
    this.launchTemplate = new ec2.LaunchTemplate(this, 'Template', {
      instanceType,
      machineImage: amazonLinuxFor(instanceType),
      role: props.role,
      securityGroup: this.securityGroup,
      userData: ec2.UserData.custom(props.bootScript),
      detailedMonitoring: true,
      requireImdsv2: true,
      httpPutResponseHopLimit: 1,
      blockDevices: [
        {
          deviceName: '/dev/xvda',
          // The account's own EBS key: a key of ours would have to be granted to Auto Scaling first.
          volume: ec2.BlockDeviceVolume.ebs(VOLUME_GIB, {
            encrypted: true,
            volumeType: ec2.EbsDeviceVolumeType.GP3,
            deleteOnTermination: true,
          }),
        },
      ],
    });
  }

  private addSecurityGroup(vpc: ec2.IVpc): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Instances: requests from their load balancer only',
      allowAllOutbound: false,
    });
    // Any address, because S3 and DynamoDB have no fixed one; the subnets route to endpoints only.
    group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'Endpoints of AWS services');
    return group;
  }
}

/**
 * CloudFormation looks the image up when it deploys, so that all instances of a release are alike and
 * none needs Systems Manager to launch in an emergency.
 */
function amazonLinuxFor(instanceType: ec2.InstanceType): ec2.IMachineImage {
  return ec2.MachineImage.latestAmazonLinux2023({
    cpuType:
      instanceType.architecture === ec2.InstanceArchitecture.ARM_64
        ? ec2.AmazonLinuxCpuType.ARM_64
        : ec2.AmazonLinuxCpuType.X86_64,
  });
}
