import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmName } from './physical-names';

/** Properties of `BackupNotices`. */
export interface BackupNoticesProps {
  readonly planName: string;
  /** Topic of the region; its policy lets rules of the plan publish. */
  readonly topic: ITopic;
}

/** Heading of the runbook on a backup or a copy that failed. */
export const BACKUP_FAILED_LINK = 'RUNBOOK.md#backup-failed';

/** States in which a job has ended without what it was for. */
const FAILURES = ['ABORTED', 'EXPIRED', 'FAILED', 'PARTIAL'];

/**
 * Tells people of a backup, or of its copy to another region, that came to nothing. An event for each
 * job instead of an alarm: a day's value would be on for a day, and say nothing of which job it was.
 */
export class BackupNotices extends Construct {
  constructor(scope: Construct, id: string, { planName, topic }: BackupNoticesProps) {
    super(scope, id);
    for (const [kind, detailType] of [
      ['backup', 'Backup Job State Change'],
      ['copy', 'Copy Job State Change'],
    ] as const) {
      const rule = new Rule(this, kind, {
        ruleName: alarmName(planName, kind, 'failed'),
        description: `A ${kind} of the tables came to nothing`,
        eventPattern: {
          source: ['aws.backup'],
          detailType: [detailType],
          detail: { state: FAILURES },
        },
      });
      const [resource, state] = ['resourceArn', 'state'].map((name) =>
        EventField.fromPath(`$.detail.${name}`),
      );
      const input = RuleTargetInput.fromText(
        `ticket: a ${kind} of ${resource} ended as ${state}. See ${BACKUP_FAILED_LINK}`,
      );
      rule.addTarget({ bind: () => ({ arn: topic.topicArn, input }) });
    }
  }
}
