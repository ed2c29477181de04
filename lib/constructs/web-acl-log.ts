import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** Properties of a `WebAclLog`. */
export interface WebAclLogProps {
  readonly webAclName: string;
  readonly webAclArn: string;
}

/** The firewall writes nowhere else. */
export const LOG_GROUP_PREFIX = 'aws-waf-logs-';

/** Long enough to answer who was refused and why, short enough for a list of addresses. */
export const LOG_RETENTION = logs.RetentionDays.ONE_MONTH;

/**
 * What a firewall blocked, and only that: every request stands in the load balancer's log already, and
 * of 300 million a day each would cost again what it cost there. A group of logs and not a bucket,
 * because whoever is told of a station that is locked out asks within the minute.
 */
export class WebAclLog extends Construct {
  constructor(scope: Construct, id: string, props: WebAclLogProps) {
    super(scope, id);
    const group = new logs.LogGroup(this, 'Group', {
      logGroupName: `${LOG_GROUP_PREFIX}${props.webAclName}`,
      retention: LOG_RETENTION,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const logging = new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: props.webAclArn,
      // The group's own ARN attribute ends in `:*`, which is not taken here.
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: `log-group:${LOG_GROUP_PREFIX}${props.webAclName}`,
        }),
      ],
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: [{ ActionCondition: { Action: 'BLOCK' } }],
          },
        ],
      },
      // A body is never logged; these may name a person or open a door.
      redactedFields: [
        { queryString: {} },
        { singleHeader: { Name: 'authorization' } },
        { singleHeader: { Name: 'cookie' } },
      ],
    });
    logging.node.addDependency(group);
  }
}
