import { capacityFixture } from './capacity-fixture';
import { snapshotTests } from './snapshot-suite';

snapshotTests({
  folder: 'own-zone',
  changes: { domain: { zoneName: 'code.example.org', ownZone: true } },
  capacity: capacityFixture(),
  stacks: ['Zone'],
});
