import type { Partition } from './plan';

/**
 * Regions by partition, as `aws-cdk-lib/region-info` 2.276 lists them; a test compares the two, so a
 * new region fails there until it is added here. GovCloud and the isolated partitions are left out:
 * the routing stack needs a public Route 53.
 */
export const AWS_REGIONS: Readonly<Record<Partition, readonly string[]>> = {
  aws: [
    'af-south-1',
    'ap-east-1',
    'ap-east-2',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-south-2',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-southeast-3',
    'ap-southeast-4',
    'ap-southeast-5',
    'ap-southeast-6',
    'ap-southeast-7',
    'ca-central-1',
    'ca-west-1',
    'eu-central-1',
    'eu-central-2',
    'eu-north-1',
    'eu-south-1',
    'eu-south-2',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'il-central-1',
    'me-central-1',
    'me-south-1',
    'me-west-1',
    'mx-central-1',
    'sa-east-1',
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
};

/** Partition of a region, or undefined when no supported partition has it. */
export function tryFindPartition(region: string): Partition | undefined {
  if (AWS_REGIONS.aws.includes(region)) return 'aws';
  return AWS_REGIONS['aws-cn'].includes(region) ? 'aws-cn' : undefined;
}
