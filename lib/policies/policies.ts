import { accountQuotas } from './account-quotas';
import { dataRetention } from './data-retention';
import { deployFreeze } from './deploy-freeze';
import { frontDoorSecurity } from './front-door-security';
import { instanceHardening } from './instance-hardening';
import { leastPrivilege } from './least-privilege';
import { loadBalancerCapacity } from './load-balancer-capacity';
import { noAccidentalEvacuation } from './no-accidental-evacuation';
import type { Policy } from './policy';
import { publicNames } from './public-names';
import { regionIndependence } from './region-independence';
import { staticStability } from './static-stability';
import { tableThroughput } from './table-throughput';
import { watched } from './watched';

/** Every rule that templates keep besides the proof of survivability, which is judged with them. */
export const POLICIES: readonly Policy[] = [
  staticStability,
  noAccidentalEvacuation,
  regionIndependence,
  loadBalancerCapacity,
  tableThroughput,
  accountQuotas,
  deployFreeze,
  frontDoorSecurity,
  dataRetention,
  instanceHardening,
  leastPrivilege,
  publicNames,
  watched,
];
