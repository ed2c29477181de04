import { Stack, type StackProps } from 'aws-cdk-lib';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { RegionHealth } from '../constructs/region-health';
import { type RecordShare, RegionRecords } from '../constructs/region-records';
import type { RegionRole } from '../plan/capacity-plan';
import type { HostedDomain, Plan } from '../plan/plan';
import type { RegionStack } from './region-stack';

/** A region that records may point at. */
export interface RoutedRegion {
  readonly role: RegionRole;
  readonly stack: RegionStack;
}

/** Properties of a `RoutingStack`. */
export interface RoutingStackProps extends StackProps {
  readonly plan: Pick<Plan, 'routing'>;
  readonly domain: HostedDomain;
  readonly regions: readonly RoutedRegion[];
}

/** Weight of a region that serves all the time; all such regions share the users evenly. */
export const ACTIVE_WEIGHT = 100;

/** Weight of a region that waits: Route 53 asks it once every record with a weight is unhealthy. */
export const STANDBY_WEIGHT = 0;

/** The names that users reach the regions by, and the checks that take a region out of them. */
export class RoutingStack extends Stack {
  constructor(scope: Construct, id: string, props: RoutingStackProps) {
    // Only here: this stack points at load balancers of other regions.
    super(scope, id, { ...props, crossRegionReferences: true });
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', props.domain);
    const names = props.regions.map(({ stack }) => stack.region);
    for (const { role, stack } of props.regions) {
      const { region } = stack;
      const health = new RegionHealth(this, `Health-${region}`, {
        region,
        peers: names.filter((name) => name !== region),
        zoneName: zone.zoneName,
      });
      new RegionRecords(this, `Records-${region}`, {
        region,
        zone,
        share: recordShare(role, props),
        inService: health.inService,
        citizen: stack.findLoadBalancer('citizen'),
        partner: stack.findLoadBalancer('partner'),
      });
    }
  }
}

/** Latency knows no waiting region, so where one waits the records are weighted. */
function recordShare(role: RegionRole, { plan, regions }: RoutingStackProps): RecordShare {
  if (plan.routing === 'latency' && regions.every((region) => region.role === 'active')) {
    return { kind: 'latency' };
  }
  return { kind: 'weighted', weight: role === 'active' ? ACTIVE_WEIGHT : STANDBY_WEIGHT };
}
