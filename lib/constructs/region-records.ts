import type { IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { codeName, originName, partnerName } from './physical-names';

/** How a region takes part among the regions under one name. */
export type RecordShare =
  | { readonly kind: 'weighted'; readonly weight: number }
  | { readonly kind: 'latency' }
  /** All users while it is in service; `StandbyRecords` says who follows. */
  | { readonly kind: 'primary' }
  /** Nothing of its own: `StandbyRecords` leads to all regions that wait. */
  | { readonly kind: 'standby' };

/** A region as records see it. */
export interface RoutedDoors {
  readonly region: string;
  /** Check that decides whether users may be sent here. */
  readonly inService: route53.IHealthCheck;
  /** Load balancer of the fleet that phones reach. */
  readonly citizen: IApplicationLoadBalancer;
  /** Load balancer of the fleet that partners reach. */
  readonly partner: IApplicationLoadBalancer;
}

/** Properties of `RegionRecords`. */
export interface RegionRecordsProps extends RoutedDoors {
  readonly zone: route53.IHostedZone;
  readonly share: RecordShare;
}

/**
 * The names under which a region is reached. IPv4 only, as its load balancers are. Phones and partners
 * leave a region together, because one check, which asks the citizen fleet, stands at both names. An
 * ill partner fleet takes away its own name only, through the health of its targets.
 *
 * Route 53 counts a load balancer whose target group is empty as unhealthy, so an empty group would
 * evacuate its region. That of an active region cannot be empty by plan: no minimum, in the template or
 * in its schedule, is below `MINIMUM_INSTANCES`, and records come after the fleets. Should accident
 * empty one, its users go where there is somebody to serve them; should it empty all, Route 53 takes all
 * for healthy and answers as if nothing were wrong.
 *
 * A region that is alone keeps the policy and the check it would have among others, although nothing is
 * there to choose and it is answered whatever its health: records of one name cannot mix policies, so a
 * simple record would have to be deleted, with users on it, before a second region could be added. For
 * the same reason a plan whose records exist cannot go from weighted to latency or failover records in
 * one deployment; Route 53 refuses the first record of the new policy.
 */
export class RegionRecords extends Construct {
  private readonly props: RegionRecordsProps;

  constructor(scope: Construct, id: string, props: RegionRecordsProps) {
    super(scope, id);
    this.props = props;
    const { zone, share } = props;
    if (share.kind !== 'standby') {
      this.addShared('Code', codeName(zone.zoneName), props.citizen, policyOf(share, props.region));
      this.addShared(
        'Partner',
        partnerName(zone.zoneName),
        props.partner,
        policyOf(share, props.region),
      );
    }
    // Without a check: whoever asks for this region by name wants its own answer, whatever it is.
    new route53.ARecord(this, 'Origin', {
      zone,
      recordName: originName(props.region, zone.zoneName),
      target: route53.RecordTarget.fromAlias(
        new LoadBalancerTarget(props.citizen, { evaluateTargetHealth: false }),
      ),
    });
  }

  private addShared(
    id: string,
    recordName: string,
    loadBalancer: IApplicationLoadBalancer,
    policy: Pick<route53.ARecordProps, 'weight' | 'region' | 'failover'>,
  ): void {
    const { zone, region, inService } = this.props;
    new route53.ARecord(this, id, {
      zone,
      recordName,
      setIdentifier: region,
      ...policy,
      healthCheck: inService,
      target: route53.RecordTarget.fromAlias(
        new LoadBalancerTarget(loadBalancer, { evaluateTargetHealth: true }),
      ),
    });
  }
}

function policyOf(
  share: Exclude<RecordShare, { readonly kind: 'standby' }>,
  region: string,
): Pick<route53.ARecordProps, 'weight' | 'region' | 'failover'> {
  switch (share.kind) {
    case 'weighted':
      return { weight: share.weight };
    case 'latency':
      return { region };
    case 'primary':
      return { failover: route53.Failover.PRIMARY };
  }
}
