import type { ScalingTargets } from '../constructs/fleet-scaling';
import type { Visitors } from '../constructs/front-door-security-group';
import { codeName, originName, partnerName, physicalNames } from '../constructs/physical-names';
import type { ServiceEnvironment } from '../constructs/service-environment';
import type { FleetCapacity } from '../plan/capacity-plan';
import type { FleetName, HostedDomain, Plan } from '../plan/plan';

/** What a region is told of the plan. Its peers are not part of it, so no template can name one. */
export type RegionPlan = Pick<
  Plan,
  | 'name'
  | 'partition'
  | 'timeZone'
  | 'channels'
  | 'fleets'
  | 'objectives'
  | 'sandbox'
  | 'prewarm'
  | 'traffic'
  | 'partnerSources'
  | 'alarmEmails'
> & { readonly domain: HostedDomain };

/** Port on which the service listens, behind its load balancer. */
export const SERVICE_PORT = 8080;

/** Names that a fleet's certificate is for; the first is its main name. */
export function domainNames(
  { zoneName }: HostedDomain,
  region: string,
  fleet: FleetName,
): [string, ...string[]] {
  return fleet === 'citizen'
    ? [codeName(zoneName), originName(region, zoneName)]
    : [partnerName(zoneName)];
}

/** Who may open a connection to a fleet's load balancer. */
export function visitors({ partnerSources }: RegionPlan, fleet: FleetName): Visitors {
  return fleet === 'citizen' ? { kind: 'everybody' } : { kind: 'sources', blocks: partnerSources };
}

/** What a fleet's reserve follows. */
export function scalingTargets(plan: RegionPlan, capacity: FleetCapacity): ScalingTargets {
  return {
    targetRequestsPerMinute: capacity.targetRequestsPerMinutePerInstance,
    targetUtilisation: plan.fleets[capacity.fleet].targetUtilisation,
    predictiveScaling: plan.prewarm.predictiveScaling,
    leadMinutes: plan.prewarm.leadMinutes,
  };
}

/** What the service of a fleet is told. */
export function fleetEnvironment(
  { name, domain, channels, timeZone }: RegionPlan,
  region: string,
  fleet: FleetName,
): ServiceEnvironment {
  const names = physicalNames(name);
  return {
    KAPOK_PLAN: name,
    KAPOK_REGION: region,
    KAPOK_FLEET: fleet,
    KAPOK_FACTS_TABLE: names.factsTable,
    KAPOK_CONTROL_TABLE: names.controlTable,
    KAPOK_SIGNING_KEY_SECRET: names.signingKeySecret,
    KAPOK_PEPPER_SECRET: names.pepperSecret,
    KAPOK_CHANNEL_KEYS_SECRET: names.channelKeysSecret,
    KAPOK_PARTNER_KEYS_SECRET: names.partnerKeysSecret,
    KAPOK_ORIGIN_NAME: originName(region, domain.zoneName),
    KAPOK_CHANNELS: channels.map((channel) => channel.name).join(','),
    KAPOK_CHANNEL_SHARES: channels.map((channel) => channel.share).join(','),
    KAPOK_TIME_ZONE: timeZone,
    KAPOK_ISSUER: `https://${codeName(domain.zoneName)}`,
    PORT: String(SERVICE_PORT),
    AWS_REGION: region,
    AWS_ACCOUNT_ID_ENDPOINT_MODE: 'disabled',
    NODE_ENV: 'production',
  };
}
