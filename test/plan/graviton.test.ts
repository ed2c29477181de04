import { InstanceArchitecture, InstanceClass, InstanceType } from 'aws-cdk-lib/aws-ec2';
import { GRAVITON_FAMILIES } from '../../lib/plan/graviton';

test('lists the families with Graviton processors as the CDK does', () => {
  const known = Object.values(InstanceClass)
    .map(String)
    .filter((family) => /^[a-z]+\d+[a-z]*$/.test(family))
    .filter((family) => {
      const { architecture } = new InstanceType(`${family}.large`);
      return architecture === InstanceArchitecture.ARM_64;
    });
  expect([...GRAVITON_FAMILIES].sort()).toEqual([...new Set(known)].sort());
});
