import { Aws, CfnOutput, type Stack } from 'aws-cdk-lib';
import { bucketName, codeName, originName, partnerName } from './physical-names';

/** Says where one region answers by its own name, whether users are led to it or not. */
export function addRegionOutputs(stack: Stack, zoneName: string): void {
  new CfnOutput(stack, 'OriginUrl', {
    value: `https://${originName(stack.region, zoneName)}`,
    description: 'This region alone; resolves once Routing is deployed',
  });
}

/** Says which names users and partners open. */
export function addRoutingOutputs(stack: Stack, zoneName: string): void {
  new CfnOutput(stack, 'CodeUrl', {
    value: `https://${codeName(zoneName)}`,
    description: 'What phones open; led to a region that serves',
  });
  new CfnOutput(stack, 'PartnerUrl', {
    value: `https://${partnerName(zoneName)}`,
    description: 'What registered partners send records to',
  });
}

/** Says where the logs of a region's load balancers and network are. */
export function addFoundationOutputs(stack: Stack, planName: string): void {
  const place = { account: Aws.ACCOUNT_ID, region: stack.region };
  new CfnOutput(stack, 'LogBucket', {
    value: bucketName(planName, 'logs', place),
    description: 'Access logs of load balancers and flow logs of this region',
  });
}
