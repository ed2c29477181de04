import type { IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { codeName, partnerName, standbyName } from './physical-names';
import type { RoutedDoors } from './region-records';

/** Properties of `StandbyRecords`. */
export interface StandbyRecordsProps {
  readonly zone: route53.IHostedZone;
  /** The regions that wait, at least one. */
  readonly standbys: readonly RoutedDoors[];
}

/** Weight of each of several standbys: they share what the primary leaves evenly. */
export const STANDBY_WEIGHT = 100;

/** Set identifier of the secondary record; the same for one standby and for several. */
export const SECONDARY_IDENTIFIER = 'standby';

/**
 * Leads users to the regions that wait, once the active one is out of service: the secondary of a
 * failover pair. With one standby it points at its load balancer; with several at a name of their own,
 * under which they stand with equal weights. It is one record with one identifier either way, so that a
 * second standby changes it in place: two secondaries at once are refused.
 *
 * What is answered, by the health of the primary and of the standbys (both levels evaluate their
 * target, so that Route 53 can back out of a branch in which nobody is healthy):
 *
 * | Primary   | Standbys            | Answer                                                        |
 * | --------- | ------------------- | ------------------------------------------------------------- |
 * | healthy   | any                 | the primary                                                   |
 * | unhealthy | one or more healthy | the healthy standbys                                          |
 * | unhealthy | none healthy        | the primary: where all are unhealthy all count as healthy     |
 *
 * A pilot light is in the last row until somebody raises its fleets: with no instance its target groups
 * are empty and it does not say that it serves, so it is unhealthy twice over and moves nobody. Users
 * stay with the primary, which may still answer some, and go over by themselves once the standby serves.
 */
export class StandbyRecords extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: StandbyRecordsProps,
  ) {
    super(scope, id);
    const { zoneName } = props.zone;
    this.addSecondary('Code', codeName(zoneName), ({ citizen }) => citizen);
    this.addSecondary('Partner', partnerName(zoneName), ({ partner }) => partner);
  }

  private addSecondary(id: string, recordName: string, doorOf: DoorOf): void {
    const { zone, standbys } = this.props;
    const [only, ...others] = standbys;
    if (only === undefined) throw new Error('a secondary record needs a region that waits');
    const secondary = {
      zone,
      recordName,
      setIdentifier: SECONDARY_IDENTIFIER,
      failover: route53.Failover.SECONDARY,
    };
    if (others.length === 0) {
      new route53.ARecord(this, id, {
        ...secondary,
        healthCheck: only.inService,
        target: aliasTo(doorOf(only)),
      });
      return;
    }
    const [first, ...siblings] = this.addGroup(id, standbyName(recordName), doorOf);
    if (first === undefined) return;
    // No check of its own: it is as healthy as the best of the group.
    const record = new route53.ARecord(this, id, {
      ...secondary,
      target: route53.RecordTarget.fromAlias(new EvaluatedRecordTarget(first)),
    });
    // The alias refers to one record but stands for the name, so it waits for the others as well.
    record.node.addDependency(...siblings);
  }

  private addGroup(id: string, recordName: string, doorOf: DoorOf): readonly route53.ARecord[] {
    const { zone, standbys } = this.props;
    return standbys.map(
      (standby) =>
        new route53.ARecord(this, `${id}-${standby.region}`, {
          zone,
          recordName,
          setIdentifier: standby.region,
          weight: STANDBY_WEIGHT,
          healthCheck: standby.inService,
          target: aliasTo(doorOf(standby)),
        }),
    );
  }
}

type DoorOf = (doors: RoutedDoors) => IApplicationLoadBalancer;

function aliasTo(loadBalancer: IApplicationLoadBalancer): route53.RecordTarget {
  return route53.RecordTarget.fromAlias(
    new LoadBalancerTarget(loadBalancer, { evaluateTargetHealth: true }),
  );
}

/** An alias to a record's name; the CDK's own has no way to evaluate the health of its target. */
class EvaluatedRecordTarget implements route53.IAliasRecordTarget {
  constructor(private readonly target: route53.IRecordSet) {}

  bind(_record: route53.IRecordSet, zone: route53.IHostedZone): route53.AliasRecordTargetConfig {
    return {
      dnsName: this.target.domainName,
      hostedZoneId: zone.hostedZoneId,
      evaluateTargetHealth: true,
    };
  }
}
