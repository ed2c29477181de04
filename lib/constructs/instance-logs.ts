import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { dataRemovalPolicy } from './data-retention';

/** Properties of an `InstanceLogs`. */
export interface InstanceLogsProps {
  readonly planName: string;
  readonly fleetName: string;
  /** Whether the lines may go with their stack. */
  readonly sandbox: boolean;
}

/** Long enough to look into the incident that a monthly review finds; the evidence of drills is elsewhere. */
export const LOG_RETENTION = RetentionDays.ONE_MONTH;

/** Name of the log group of a fleet's service. */
export function serviceLogGroupName(planName: string, fleetName: string): string {
  return `/kapok/${planName}/${fleetName}`;
}

/**
 * Where the lines of a fleet's service go. They hold no personal data, so CloudWatch's own key
 * encrypts them; made before the fleet, because instances may not make log groups.
 */
export class InstanceLogs extends Construct {
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, { planName, fleetName, sandbox }: InstanceLogsProps) {
    super(scope, id);
    this.logGroupName = serviceLogGroupName(planName, fleetName);
    new LogGroup(this, 'Group', {
      logGroupName: this.logGroupName,
      retention: LOG_RETENTION,
      removalPolicy: dataRemovalPolicy(sandbox),
    });
  }
}
