import { Aws } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { physicalName } from '../physical-names';
import { ALARM_PERIOD, type AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import { shareOf } from './share';

/** The firewall blocks much of what comes. */
export const FIREWALL_BLOCKS: AlarmKind = {
  id: 'firewall-blocks',
  severity: 'ticket',
  meaning: 'the firewall of this fleet blocks a share of requests that may hold real people',
  heading: 'Firewall blocks',
  places: ['Region'],
};

/**
 * Share of requests blocked. A rule made for attackers hits well below 1 in 100 of ordinary traffic; a
 * blocked carrier address holds thousands of phones and shows at once above 1 in 20.
 */
export const BLOCK_SHARE_LIMIT = 0.05;

/** Requests a minute from which a share is told: with fewer, one scanner is the majority. */
export const BLOCK_SHARE_FLOOR = 1_000;

/** Minutes in a row: an attack that is blocked and gone needs nobody. */
export const BLOCK_MINUTES = 10;

/** Which web ACL a metric is of. */
export interface FirewallMetricOptions {
  readonly planName: string;
  readonly fleet: string;
  /** @default the stack's own region */
  readonly region?: string;
}

/** What a fleet's web ACL did with requests; the ACL reports under its own name. */
export function firewallMetric(
  metricName: 'AllowedRequests' | 'BlockedRequests',
  { planName, fleet, region }: FirewallMetricOptions,
): Metric {
  return new Metric({
    namespace: 'AWS/WAFV2',
    metricName,
    dimensionsMap: {
      WebACL: physicalName(planName, fleet),
      Region: region ?? Aws.REGION,
      Rule: 'ALL',
    },
    statistic: Stats.SUM,
    period: ALARM_PERIOD,
    ...(region !== undefined && { region }),
  });
}

/** Adds, for each fleet, what tells that its firewall blocks more than stray scanners. */
export function addFirewallAlarms(
  board: AlarmBoard,
  { planName, fleets }: { readonly planName: string; readonly fleets: readonly string[] },
): void {
  for (const fleet of fleets) {
    board.add(FIREWALL_BLOCKS, {
      subject: [fleet],
      metric: shareOf({
        label: `${fleet}: share of requests that are blocked`,
        part: firewallMetric('BlockedRequests', { planName, fleet }),
        whole: firewallMetric('AllowedRequests', { planName, fleet }),
        partIsExtra: true,
        counts: { fromWhole: BLOCK_SHARE_FLOOR },
      }),
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: BLOCK_SHARE_LIMIT,
      values: BLOCK_MINUTES,
      missing: {
        treat: TreatMissingData.NOT_BREACHING,
        because: 'a firewall that sees no request blocks none',
      },
    });
  }
}
