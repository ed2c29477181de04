import {
  AutoScalingClient,
  paginateDescribeAutoScalingGroups,
  paginateDescribeScheduledActions,
  type ScheduledUpdateGroupAction,
} from '@aws-sdk/client-auto-scaling';

/** A scheduled action that sets a minimum again and again. */
export interface RecurringMinimum {
  readonly name: string;
  /** Five-field cron. */
  readonly recurrence: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly minSize: number;
}

/** What a group stands at. */
export interface StandingGroup {
  readonly minSize: number;
  readonly createdAtMs: number;
}

/** Reads Auto Scaling groups and their schedules, and changes neither. */
export interface IGroupReader {
  /** Fails when there is no such group. */
  group(groupName: string): Promise<StandingGroup>;
  recurringMinimums(groupName: string): Promise<readonly RecurringMinimum[]>;
}

/** Time zone of an action that names none. */
const DEFAULT_TIME_ZONE = 'Etc/UTC';

/** Thrown when a group is not there. */
export class GroupMissingError extends Error {
  override readonly name = 'GroupMissingError';
  readonly code = 'KAPOK_GROUP_MISSING';
  readonly allowed = 'a group of this region';
  readonly fix = 'deploy the Region stack, which names its groups to the function';

  constructor(readonly got: string) {
    super(
      `KAPOK_GROUP_MISSING: there is no Auto Scaling group ${got}; deploy the Region stack, which names its groups to the function`,
    );
  }
}

/** The groups of the region a function runs in. */
export class AutoScalingReader implements IGroupReader {
  constructor(private readonly client = new AutoScalingClient({})) {}

  async group(groupName: string): Promise<StandingGroup> {
    const pages = paginateDescribeAutoScalingGroups(
      { client: this.client },
      { AutoScalingGroupNames: [groupName] },
    );
    for await (const { AutoScalingGroups = [] } of pages) {
      for (const { MinSize, CreatedTime } of AutoScalingGroups) {
        if (MinSize !== undefined && CreatedTime !== undefined) {
          return { minSize: MinSize, createdAtMs: CreatedTime.getTime() };
        }
      }
    }
    throw new GroupMissingError(groupName);
  }

  async recurringMinimums(groupName: string): Promise<readonly RecurringMinimum[]> {
    const pages = paginateDescribeScheduledActions(
      { client: this.client },
      { AutoScalingGroupName: groupName },
    );
    const found: RecurringMinimum[] = [];
    for await (const { ScheduledUpdateGroupActions = [] } of pages) {
      found.push(...ScheduledUpdateGroupActions.flatMap(recurringMinimum));
    }
    return found;
  }
}

/** An action without a recurrence or a minimum was put there by hand and for once. */
function recurringMinimum(action: ScheduledUpdateGroupAction): readonly RecurringMinimum[] {
  const { ScheduledActionName = '', Recurrence, TimeZone, MinSize } = action;
  if (Recurrence === undefined || MinSize === undefined) return [];
  const timeZone = TimeZone ?? DEFAULT_TIME_ZONE;
  return [{ name: ScheduledActionName, recurrence: Recurrence, timeZone, minSize: MinSize }];
}
