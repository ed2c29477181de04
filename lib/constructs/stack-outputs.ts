import { Aws, CfnOutput, type Stack } from 'aws-cdk-lib';
import { PARTITIONS } from '../plan/partitions';
import type { Partition } from '../plan/plan';
import { bucketName, codeName, originName, partnerName } from './physical-names';

/** What of a stack is opened by people. */
export interface OpenedOptions {
  readonly partition: Partition;
  readonly zoneName: string;
  readonly dashboardName: string;
}

/** Says where one region answers by its own name, whether users are led to it or not. */
export function addRegionOutputs(stack: Stack, options: OpenedOptions): void {
  const { zoneName } = options;
  new CfnOutput(stack, 'OriginUrl', {
    value: `https://${originName(stack.region, zoneName)}`,
    description: 'This region alone; resolves once Routing is deployed',
  });
  addDashboardOutput(stack, options, 'Alarms and measurements of this region');
}

/** Says which names users and partners open. */
export function addRoutingOutputs(stack: Stack, options: OpenedOptions): void {
  const { zoneName } = options;
  new CfnOutput(stack, 'CodeUrl', {
    value: `https://${codeName(zoneName)}`,
    description: 'What phones open; led to a region that serves',
  });
  new CfnOutput(stack, 'PartnerUrl', {
    value: `https://${partnerName(zoneName)}`,
    description: 'What registered partners send records to',
  });
  addDashboardOutput(stack, options, 'All regions side by side');
}

/** Says where the logs of a region's load balancers and network are. */
export function addFoundationOutputs(stack: Stack, planName: string): void {
  const place = { account: Aws.ACCOUNT_ID, region: stack.region };
  new CfnOutput(stack, 'LogBucket', {
    value: bucketName(planName, 'logs', place),
    description: 'Access logs of load balancers and flow logs of this region',
  });
}

/** Where the console shows a dashboard; each region has a console of its own. */
function addDashboardOutput(
  stack: Stack,
  { partition, dashboardName }: OpenedOptions,
  description: string,
): void {
  const { region } = stack;
  const home = `https://${region}.${PARTITIONS[partition].consoleDomain}/cloudwatch/home`;
  new CfnOutput(stack, 'DashboardUrl', {
    value: `${home}?region=${region}#dashboards/dashboard/${dashboardName}`,
    description,
  });
}
