import { Aws, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import type { FleetName } from '../plan/plan';
import {
  DEREGISTRATION_DELAY,
  LOAD_BALANCER_SETTINGS,
  otherAttributes,
  TARGET_GROUP_BALANCING,
  TARGET_GROUP_HEALTH,
  TARGET_HEALTH_CHECK,
} from './front-door-attributes';
import { FrontDoorSecurityGroup, type Visitors } from './front-door-security-group';
import { bucketName } from './physical-names';
import { sealedSecurityGroup } from './sealed-security-group';

/** Properties of a `FrontDoor`. */
export interface FrontDoorProps {
  readonly planName: string;
  readonly fleet: FleetName;
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  /** Zone in which the certificate's names are proved. */
  readonly hostedZone: IHostedZone;
  /** Names the certificate is for; the first is its main name. */
  readonly domainNames: readonly [string, ...string[]];
  readonly visitors: Visitors;
  /** Capacity units kept ready; 0 reserves none. */
  readonly capacityUnits: number;
  /** Port the service listens on. */
  readonly servicePort: number;
  /** Whether the load balancer may be deleted at once. */
  readonly sandbox: boolean;
}

/** A fleet's own load balancer, with its certificate and its target group. */
export class FrontDoor extends Construct {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  readonly targetGroup: elbv2.ApplicationTargetGroup;
  readonly certificate: acm.Certificate;
  private readonly securityGroup: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    this.securityGroup = new FrontDoorSecurityGroup(this, 'Reach', props).group;
    this.loadBalancer = this.addLoadBalancer(props);
    this.targetGroup = new elbv2.ApplicationTargetGroup(this, 'Targets', {
      vpc: props.vpc,
      targetType: elbv2.TargetType.INSTANCE,
      protocol: elbv2.ApplicationProtocol.HTTP,
      port: props.servicePort,
      deregistrationDelay: DEREGISTRATION_DELAY,
      healthCheck: { ...TARGET_HEALTH_CHECK, healthyHttpCodes: '200' },
      targetGroupHealth: TARGET_GROUP_HEALTH[props.fleet],
      ...TARGET_GROUP_BALANCING,
    });
    this.certificate = this.addCertificate(props);
    this.loadBalancer.addListener('Https', {
      protocol: elbv2.ApplicationProtocol.HTTPS,
      port: 443,
      // TLS 1.2 and 1.3 with forward secrecy only.
      sslPolicy: elbv2.SslPolicy.TLS13_RES,
      certificates: [this.certificate],
      defaultTargetGroups: [this.targetGroup],
      open: false,
    });
    if (props.visitors.kind === 'everybody') this.addRedirect();
  }

  /** Opens the way from the load balancer to the service on instances in a security group. */
  allowRequestsTo(instances: ec2.ISecurityGroup, port: number): IDependable {
    const [own, other] = [this.securityGroup.securityGroupId, instances.securityGroupId];
    const rule = { ipProtocol: 'tcp', fromPort: port, toPort: port, description: 'Requests' };
    return new DependencyGroup(
      new ec2.CfnSecurityGroupEgress(this, 'ToInstances', {
        ...rule,
        groupId: own,
        destinationSecurityGroupId: other,
      }),
      new ec2.CfnSecurityGroupIngress(this, 'FromLoadBalancer', {
        ...rule,
        groupId: other,
        sourceSecurityGroupId: own,
      }),
    );
  }

  private addLoadBalancer(props: FrontDoorProps): elbv2.ApplicationLoadBalancer {
    const loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: props.vpc,
      vpcSubnets: props.subnets,
      securityGroup: sealedSecurityGroup(this.securityGroup),
      internetFacing: true,
      ...LOAD_BALANCER_SETTINGS,
      // Every record of a region points here. What it costs a first deployment: see data-retention.
      deletionProtection: !props.sandbox,
      // The week's: `CapacityReservations` raises it for campaigns.
      minimumCapacityUnit: props.capacityUnits === 0 ? undefined : props.capacityUnits,
    });
    const place = { account: Aws.ACCOUNT_ID, region: Stack.of(this).region };
    const attributes = otherAttributes(props.fleet, bucketName(props.planName, 'logs', place));
    for (const [key, value] of Object.entries(attributes)) loadBalancer.setAttribute(key, value);
    return loadBalancer;
  }

  /** For people who type the name. */
  private addRedirect(): void {
    this.loadBalancer.addListener('Http', {
      protocol: elbv2.ApplicationProtocol.HTTP,
      port: 80,
      defaultAction: elbv2.ListenerAction.redirect({
        protocol: 'HTTPS',
        port: '443',
        permanent: true,
      }),
      open: false,
    });
  }

  private addCertificate({ domainNames, hostedZone }: FrontDoorProps): acm.Certificate {
    const [domainName, ...subjectAlternativeNames] = domainNames;
    return new acm.Certificate(this, 'Certificate', {
      domainName,
      subjectAlternativeNames,
      validation: acm.CertificateValidation.fromDns(hostedZone),
    });
  }
}
