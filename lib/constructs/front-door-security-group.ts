import { Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/** Who may open a connection to a load balancer: everybody, or the holders of some IPv4 blocks. */
export type Visitors =
  | { readonly kind: 'everybody' }
  | { readonly kind: 'sources'; readonly blocks: readonly string[] };

/** Properties of a `FrontDoorSecurityGroup`. */
export interface FrontDoorSecurityGroupProps {
  readonly vpc: ec2.IVpc;
  readonly visitors: Visitors;
}

/** What reaches a load balancer. Without a source registered, nothing does. */
export class FrontDoorSecurityGroup extends Construct {
  readonly group: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, { vpc, visitors }: FrontDoorSecurityGroupProps) {
    super(scope, id);
    const isOpen = visitors.kind === 'everybody';
    this.group = new ec2.SecurityGroup(this, 'Group', {
      vpc,
      description: isOpen
        ? 'Load balancer: open to the internet for HTTPS, and for HTTP to redirect it'
        : 'Load balancer: HTTPS from registered partners',
      allowAllOutbound: false,
    });
    if (isOpen) this.openToEverybody();
    else this.openTo(visitors.blocks);
  }

  private openToEverybody(): void {
    this.group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'HTTPS');
    this.group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80), 'HTTP, redirected');
    Validations.of(this.group).acknowledge({
      id: 'AwsSolutions-EC23',
      reason:
        'every phone must reach its health code from any network; only a load balancer behind a firewall is open, and only for HTTPS and its redirect',
    });
  }

  /** Machines are told their address once, so nothing redirects them: port 80 stays closed. */
  private openTo(blocks: readonly string[]): void {
    for (const block of blocks) {
      this.group.addIngressRule(ec2.Peer.ipv4(block), ec2.Port.tcp(443), 'HTTPS of a partner');
    }
  }
}
