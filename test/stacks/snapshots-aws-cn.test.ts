import { capacityFixture } from './capacity-fixture';
import { CHINA } from './plan-fixture';
import { snapshotTests } from './snapshot-suite';

const REGIONS = ['cn-north-1', 'cn-northwest-1'];

snapshotTests({
  folder: 'guangdong-cn',
  changes: CHINA,
  capacity: capacityFixture(REGIONS),
  stacks: [
    ...REGIONS.map((region) => `Foundation-${region}`),
    'Data',
    ...REGIONS.map((region) => `Region-${region}`),
    'Routing',
    ...REGIONS.map((region) => `Drill-${region}`),
  ],
});
