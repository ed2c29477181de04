import type { FleetName } from './plan';

/** One scheduled action of an Auto Scaling group: at `recurrence` its minimum becomes `minSize`. */
export interface ScheduledMinimum {
  /** Unique in the group, stable from synth to synth. */
  readonly name: string;
  /** Five-field cron in the plan's time zone; no two actions of a group share a minute. */
  readonly recurrence: string;
  readonly minSize: number;
}

/** A moment that comes back every year, in the plan's time zone. */
export interface ScheduledMoment {
  /** Unique in its list, stable from synth to synth. */
  readonly name: string;
  /** Five-field cron by month and day of the month. */
  readonly recurrence: string;
}

/** From this moment on a load balancer has this many capacity units reserved. */
export interface ScheduledReservation extends ScheduledMoment {
  readonly capacityUnits: number;
}

/** When a release may not touch a region that serves: from each `closes` to the next `opens`. */
export interface DeployFreeze {
  readonly closes: readonly ScheduledMoment[];
  readonly opens: readonly ScheduledMoment[];
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
  /** Load-balancer capacity units that carry the ordinary week; 0 reserves nothing. */
  readonly loadBalancerCapacityUnits: number;
  /** Raises before campaigns and what follows them; empty where the week's units carry them too. */
  readonly scheduledReservations: readonly ScheduledReservation[];
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
  readonly deployFreeze: DeployFreeze;
  readonly warmThroughput: {
    readonly facts: TableThroughput;
    readonly control: TableThroughput;
  };
}
