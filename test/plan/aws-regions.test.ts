import { RegionInfo } from 'aws-cdk-lib/region-info';
import { AWS_REGIONS, tryFindPartition } from '../../lib/plan/aws-regions';

describe('the known regions', () => {
  test.each(['aws', 'aws-cn'] as const)('of %s are those that the CDK knows', (partition) => {
    const known = RegionInfo.regions.filter((region) => region.partition === partition);
    expect([...AWS_REGIONS[partition]].sort()).toEqual(known.map(({ name }) => name).sort());
  });

  test('have a partition, others have none', () => {
    expect(tryFindPartition('ap-southeast-1')).toBe('aws');
    expect(tryFindPartition('cn-north-1')).toBe('aws-cn');
    expect(tryFindPartition('us-gov-west-1')).toBeUndefined();
  });
});
