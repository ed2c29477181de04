import { Stack, type StackProps } from 'aws-cdk-lib';
import { HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { ShownRegion } from '../constructs/dashboards/shown-world';
import { RegionHealth } from '../constructs/region-health';
import { type RecordShare, RegionRecords, type RoutedDoors } from '../constructs/region-records';
import { RoutingWatch } from '../constructs/routing-watch';
import { addRoutingOutputs } from '../constructs/stack-outputs';
import { StandbyRecords } from '../constructs/standby-records';
import type { RegionRole } from '../plan/capacity-plan';
import { PARTITIONS } from '../plan/partitions';
import type { HostedDomain, Plan } from '../plan/plan';
import type { RegionStack } from './region-stack';

/** A region that records may point at. */
export interface RoutedRegion {
  readonly role: RegionRole;
  readonly stack: RegionStack;
  /** Fewest instances that ever show codes there. */
  readonly lowestMinimum: number;
}

/** Properties of a `RoutingStack`. */
export interface RoutingStackProps extends StackProps {
  readonly plan: Pick<
    Plan,
    'name' | 'routing' | 'healthChecks' | 'partition' | 'channels' | 'alarmEmails'
  >;
  readonly domain: HostedDomain;
  readonly regions: readonly RoutedRegion[];
}

/** Weight of a region that serves all the time; all such regions share the users evenly. */
export const ACTIVE_WEIGHT = 100;

/** The names that users reach the regions by, and the checks that take a region out of them. */
export class RoutingStack extends Stack {
  private readonly props: RoutingStackProps;

  constructor(scope: Construct, id: string, props: RoutingStackProps) {
    // Only here: this stack points at load balancers of other regions.
    super(scope, id, { ...props, crossRegionReferences: true });
    this.props = props;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', props.domain);
    const standbys: RoutedDoors[] = [];
    const shown: ShownRegion[] = [];
    for (const routed of props.regions) {
      const doors = this.addDoors(zone, routed);
      const share = recordShare(routed.role, props);
      new RegionRecords(this, `Records-${doors.region}`, { ...doors, zone, share });
      if (share.kind === 'standby') standbys.push(doors);
      shown.push(doors);
    }
    if (standbys.length > 0) new StandbyRecords(this, 'Standby', { zone, standbys });
    const { dashboardName } = new RoutingWatch(this, 'Watch', {
      plan: props.plan,
      regions: shown,
    });
    addRoutingOutputs(this, {
      partition: props.plan.partition,
      zoneName: zone.zoneName,
      dashboardName,
    });
  }

  /** Adds the checks of a region and names the doors that they guard. */
  private addDoors({ zoneName }: IHostedZone, routed: RoutedRegion): RoutedDoors & ShownRegion {
    const { stack, lowestMinimum } = routed;
    const { plan, regions } = this.props;
    const { region } = stack;
    const peers = regions.map((peer) => peer.stack.region).filter((name) => name !== region);
    const { inService, serving, notEvacuated } = new RegionHealth(this, `Health-${region}`, {
      region,
      peers,
      zoneName,
      healthChecks: plan.healthChecks,
      checkerRegions: PARTITIONS[plan.partition].checkerRegions,
    });
    const citizen = stack.findLoadBalancer('citizen');
    const partner = stack.findLoadBalancer('partner');
    return { region, lowestMinimum, inService, serving, notEvacuated, citizen, partner };
  }
}

/** Where a region waits the active one is the primary, whatever the plan's routing among equals. */
function recordShare(role: RegionRole, { plan, regions }: RoutingStackProps): RecordShare {
  if (role !== 'active') return { kind: 'standby' };
  const active = regions.filter((region) => region.role === 'active');
  if (active.length === regions.length) {
    return plan.routing === 'latency'
      ? { kind: 'latency' }
      : { kind: 'weighted', weight: ACTIVE_WEIGHT };
  }
  if (active.length === 1) return { kind: 'primary' };
  throw new Error(`failover records take one active region, got ${active.length}`);
}
