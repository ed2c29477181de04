import { Duration } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import { LIVENESS_PATH } from './health-protocol';
import { sealedSecurityGroup } from './sealed-security-group';

/** Properties of a `FrontDoor`. */
export interface FrontDoorProps {
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  /** Zone in which the certificate's names are proved. */
  readonly hostedZone: IHostedZone;
  /** Names the certificate is for; the first is its main name. */
  readonly domainNames: readonly [string, ...string[]];
  /** Capacity units kept ready; 0 reserves none. */
  readonly capacityUnits: number;
  /** Port the service listens on. */
  readonly servicePort: number;
  /** Whether the load balancer may be deleted at once. */
  readonly sandbox: boolean;
}

/** An evacuated phone must look up the name again: the AWS default would hold it for an hour. */
export const CLIENT_KEEP_ALIVE = Duration.seconds(120);

/** Longer than any answer takes; every second more delays a release. */
export const DEREGISTRATION_DELAY = Duration.seconds(30);

/** How the load balancer asks an instance whether it lives: out after 10 s, back after 10 s. */
export const TARGET_HEALTH_CHECK = {
  path: LIVENESS_PATH,
  interval: Duration.seconds(5),
  timeout: Duration.seconds(4),
  healthyThresholdCount: 2,
  unhealthyThresholdCount: 2,
} as const;

/** A fleet's own load balancer, with its certificate and its target group. */
export class FrontDoor extends Construct {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  readonly targetGroup: elbv2.ApplicationTargetGroup;
  private readonly securityGroup: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    this.securityGroup = this.addSecurityGroup(props.vpc);
    this.loadBalancer = this.addLoadBalancer(props);
    this.targetGroup = new elbv2.ApplicationTargetGroup(this, 'Targets', {
      vpc: props.vpc,
      targetType: elbv2.TargetType.INSTANCE,
      protocol: elbv2.ApplicationProtocol.HTTP,
      port: props.servicePort,
      deregistrationDelay: DEREGISTRATION_DELAY,
      healthCheck: { ...TARGET_HEALTH_CHECK, healthyHttpCodes: '200' },
    });
    this.loadBalancer.addListener('Https', {
      protocol: elbv2.ApplicationProtocol.HTTPS,
      port: 443,
      // TLS 1.2 and 1.3 with forward secrecy only.
      sslPolicy: elbv2.SslPolicy.TLS13_RES,
      certificates: [this.addCertificate(props)],
      defaultTargetGroups: [this.targetGroup],
      open: false,
    });
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

  private addSecurityGroup(vpc: ec2.IVpc): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Load balancer: open to the internet for HTTPS, and for HTTP to redirect it',
      allowAllOutbound: false,
    });
    group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'HTTPS');
    group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80), 'HTTP, redirected');
    return group;
  }

  private addLoadBalancer(props: FrontDoorProps): elbv2.ApplicationLoadBalancer {
    return new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: props.vpc,
      vpcSubnets: props.subnets,
      securityGroup: sealedSecurityGroup(this.securityGroup),
      internetFacing: true,
      dropInvalidHeaderFields: true,
      clientKeepAlive: CLIENT_KEEP_ALIVE,
      // Every record of a region points here. What it costs a first deployment: see data-retention.
      deletionProtection: !props.sandbox,
      minimumCapacityUnit: props.capacityUnits === 0 ? undefined : props.capacityUnits,
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
