import type { FleetName } from './plan';

/** One scheduled action of an Auto Scaling group: at `recurrence` its minimum becomes `minSize`. */
export interface ScheduledMinimum {
  /** Unique in the group, stable from synth to synth. */
  readonly name: string;
  /** Five-field cron in the plan's time zone; no two actions of a group share a minute. */
  readonly recurrence: string;
  readonly minSize: number;
}

/** What one fleet of one region is built with. */
export interface FleetCapacity {
  readonly fleet: FleetName;
  /** The highest weekly floor; what the template carries as MinSize. */
  readonly minSize: number;
  readonly maxSize: number;
  readonly warmPoolSize: number;
  readonly scheduledMinimums: readonly ScheduledMinimum[];
  /** Requests per minute and instance at target utilisation: the target of target tracking. */
  readonly targetRequestsPerMinutePerInstance: number;
  /**
   * Load-balancer capacity units that carry the highest of week and campaigns; 0 reserves nothing.
   * Nothing raises a reservation before a campaign, so the template reserves for it all year.
   */
  readonly loadBalancerCapacityUnits: number;
}

/** Whether a region answers users all the time, waits warm, or holds only data or nothing. */
export type RegionRole = 'active' | 'standby' | 'backup' | 'absent';

/** What one region is built with; regions without fleets (backup, absent) have none. */
export interface RegionCapacity {
  readonly region: string;
  readonly role: RegionRole;
  /** Multiple of the floor that this region holds: 1 carries it all. */
  readonly share: number;
  readonly fleets: readonly FleetCapacity[];
}

/** Units per second a global table must take at once, in every replica. */
export interface TableThroughput {
  readonly readUnitsPerSecond: number;
  readonly writeUnitsPerSecond: number;
}

/** The sizes that follow from the plan alone; a pure function of it. */
export interface CapacityPlan {
  readonly regions: readonly RegionCapacity[];
  readonly warmThroughput: {
    readonly facts: TableThroughput;
    readonly control: TableThroughput;
  };
}
