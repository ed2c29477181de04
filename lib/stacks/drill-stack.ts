import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { WatchedRegion } from '../constructs/alarms/watched-fleet';
import { DrillWatch } from '../constructs/drill-watch';
import type { HostedDomain, Plan } from '../plan/plan';

/** Properties of a `DrillStack`. */
export interface DrillStackProps extends StackProps {
  readonly plan: Pick<Plan, 'name' | 'objectives' | 'channels' | 'drills' | 'data'>;
  readonly domain: HostedDomain;
  /** Fewest instances that ever show codes in this region. */
  readonly lowestMinimum: number;
  /** The other regions that serve or wait. */
  readonly peers: readonly WatchedRegion[];
}

/** What watches and rehearses the other regions from one; the survivor always holds the controls. */
export class DrillStack extends Stack {
  constructor(scope: Construct, id: string, props: DrillStackProps) {
    super(scope, id, props);
    const { plan, domain, lowestMinimum, peers } = props;
    new DrillWatch(this, 'Watch', { plan, domain, lowestMinimum, peers });
  }
}
