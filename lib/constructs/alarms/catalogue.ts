import type { AlarmKind } from './alarm-kind';
import { CANARY_FAILED } from './canary-alarms';
import { CAPACITY_UNDER_FLOOR } from './capacity-alarms';
import { CERTIFICATE_EXPIRY } from './certificate-alarms';
import { CHANNEL_AVAILABILITY, CHANNEL_LATENCY } from './channel-alarms';
import { SERVICE_DEGRADED } from './degradation-alarms';
import { DRILL_OVERDUE } from './drill-alarms';
import { FIREWALL_BLOCKS } from './firewall-alarms';
import { FLEET_SILENT } from './fleet-alarms';
import { FUNCTION_ERRORS } from './function-alarms';
import { REGION_EVACUATED, REGION_NOT_SERVING, REGION_OUT_OF_SERVICE } from './health-check-alarms';
import { LOAD_BALANCER_ERRORS } from './load-balancer-alarms';
import { BATCH_QUARANTINED } from './quarantine-alarms';
import { QUOTA_HEADROOM } from './quota-alarms';
import { REGION_UNWELL } from './region-alarm';
import { RELEASE_FAILURES, RELEASE_UNHEALTHY_HOSTS } from './release-alarms';
import { REPLICATION_LAG, REPLICATION_SILENT } from './replication-alarms';
import { ROTATION_FAILED } from './rotation-alarms';
import { CALENDAR_CALL_FAILED, CALENDAR_CALL_REFUSED, SCHEDULE_MISSED } from './schedule-alarms';
import { SHEDDING } from './shedding-alarms';
import { TABLE_ERRORS, TABLE_THROTTLED } from './table-alarms';
import { FEW_HEALTHY_TARGETS, UNHEALTHY_TARGETS } from './target-alarms';

/** Every kind of alarm there is, in the order in which an operator asks: people first. */
export const ALARM_CATALOGUE: readonly AlarmKind[] = [
  REGION_UNWELL,
  CHANNEL_AVAILABILITY,
  CHANNEL_LATENCY,
  SHEDDING,
  SERVICE_DEGRADED,
  CANARY_FAILED,
  LOAD_BALANCER_ERRORS,
  REGION_OUT_OF_SERVICE,
  REGION_NOT_SERVING,
  REGION_EVACUATED,
  FEW_HEALTHY_TARGETS,
  CAPACITY_UNDER_FLOOR,
  SCHEDULE_MISSED,
  CALENDAR_CALL_FAILED,
  CALENDAR_CALL_REFUSED,
  UNHEALTHY_TARGETS,
  RELEASE_UNHEALTHY_HOSTS,
  RELEASE_FAILURES,
  REPLICATION_LAG,
  REPLICATION_SILENT,
  TABLE_THROTTLED,
  TABLE_ERRORS,
  BATCH_QUARANTINED,
  FIREWALL_BLOCKS,
  CERTIFICATE_EXPIRY,
  QUOTA_HEADROOM,
  DRILL_OVERDUE,
  ROTATION_FAILED,
  FLEET_SILENT,
  FUNCTION_ERRORS,
];
