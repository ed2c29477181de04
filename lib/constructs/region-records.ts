import type { IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { codeName, originName, partnerName } from './physical-names';

/** How a region takes part among the regions under one name. */
export type RecordShare =
  | { readonly kind: 'weighted'; readonly weight: number }
  | { readonly kind: 'latency' };

/** Properties of `RegionRecords`. */
export interface RegionRecordsProps {
  readonly region: string;
  readonly zone: route53.IHostedZone;
  readonly share: RecordShare;
  /** Check that decides whether users may be sent here. */
  readonly inService: route53.IHealthCheck;
  /** Load balancer of the fleet that phones reach. */
  readonly citizen: IApplicationLoadBalancer;
  /** Load balancer of the fleet that partners reach. */
  readonly partner: IApplicationLoadBalancer;
}

/**
 * The names under which a region is reached. IPv4 only, as its load balancers are. Phones and partners
 * leave a region together, because one check, which asks the citizen fleet, stands at both names. An
 * ill partner fleet takes away its own name only, through the health of its targets.
 */
export class RegionRecords extends Construct {
  private readonly props: RegionRecordsProps;

  constructor(scope: Construct, id: string, props: RegionRecordsProps) {
    super(scope, id);
    this.props = props;
    const { zoneName } = props.zone;
    this.addShared('Code', codeName(zoneName), props.citizen);
    this.addShared('Partner', partnerName(zoneName), props.partner);
    // Without a check: whoever asks for this region by name wants its own answer, whatever it is.
    new route53.ARecord(this, 'Origin', {
      zone: props.zone,
      recordName: originName(props.region, zoneName),
      target: route53.RecordTarget.fromAlias(
        new LoadBalancerTarget(props.citizen, { evaluateTargetHealth: false }),
      ),
    });
  }

  private addShared(id: string, name: string, loadBalancer: IApplicationLoadBalancer): void {
    const { zone, region, inService, share } = this.props;
    new route53.ARecord(this, id, {
      zone,
      recordName: name,
      setIdentifier: region,
      ...(share.kind === 'weighted' ? { weight: share.weight } : { region }),
      healthCheck: inService,
      target: route53.RecordTarget.fromAlias(
        new LoadBalancerTarget(loadBalancer, { evaluateTargetHealth: true }),
      ),
    });
  }
}
