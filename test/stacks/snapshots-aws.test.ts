import { capacityFixture } from './capacity-fixture';
import { snapshotTests } from './snapshot-suite';

const REGIONS = ['ap-southeast-1', 'ap-northeast-1'];

snapshotTests({
  folder: 'guangdong',
  changes: {},
  capacity: capacityFixture(REGIONS),
  stacks: [
    ...REGIONS.map((region) => `Foundation-${region}`),
    'Data',
    ...REGIONS.map((region) => `Region-${region}`),
    'Routing',
    ...REGIONS.map((region) => `Drill-${region}`),
  ],
});
