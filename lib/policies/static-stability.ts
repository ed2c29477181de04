import { findControlPlaneCalls } from './control-plane-faults';
import { findHealthCheckFaults } from './health-check-faults';
import { policyOf } from './policy';
import { findRecordFaults } from './record-faults';
import { findScheduleRoleFaults } from './schedule-roles';
import { findStandingFaults } from './standing-faults';

/** Rule: an evacuation needs nothing to be made or changed: what it uses stands already. */
export const staticStability = policyOf(
  'kapok-static-stability',
  'nothing on the path of an evacuation needs the API of Route 53, a change of IAM or a launch',
  findControlPlaneCalls,
  findHealthCheckFaults,
  findRecordFaults,
  findStandingFaults,
  findScheduleRoleFaults,
);
