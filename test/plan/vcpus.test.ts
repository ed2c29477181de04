import { vcpusOf } from '../../lib/plan/graviton';
import { SERVICE_QUOTAS, vcpuQuotaOf } from '../../lib/plan/service-quotas';

test.each([
  ['c8g.medium', 1],
  ['c8g.large', 2],
  ['t4g.medium', 2],
  ['t4g.2xlarge', 8],
  ['c8g.xlarge', 4],
  ['c8g.2xlarge', 8],
  ['c8g.48xlarge', 192],
  ['c8g.metal-24xl', 96],
  ['c7g.metal', 64],
  ['a1.metal', 16],
])('%s has %i vCPUs', (instanceType, vcpus) => {
  expect(vcpusOf(instanceType)).toBe(vcpus);
});

test.each([
  ['c8g.large', SERVICE_QUOTAS.standardVcpus],
  ['hpc7g.4xlarge', SERVICE_QUOTAS.hpcVcpus],
  ['g5g.xlarge', SERVICE_QUOTAS.graphicsVcpus],
  ['x2gd.large', SERVICE_QUOTAS.memoryVcpus],
  ['im4gn.large', SERVICE_QUOTAS.standardVcpus],
])('the vCPUs of %s count against their own quota', (instanceType, quota) => {
  expect(vcpuQuotaOf(instanceType)).toBe(quota);
});
