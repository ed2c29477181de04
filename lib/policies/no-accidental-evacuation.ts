import { findEmptyTargetGroups } from './empty-target-groups';
import { findWiringFaults } from './evacuation-wiring';
import { policyOf } from './policy';
import { findTargetGroupFaults } from './target-group-faults';

/** Rule: users leave a region because somebody decided it or because it is gone. */
export const noAccidentalEvacuation = policyOf(
  'kapok-no-accidental-evacuation',
  'no empty target group, shared dependency or crossed wire moves users out of a region',
  findWiringFaults,
  findEmptyTargetGroups,
  findTargetGroupFaults,
);
