/**
 * Fixed names of what one region looks up in another stack by name instead of by reference; the same
 * in every region.
 */
export interface PhysicalNames {
  readonly keyAlias: string;
  readonly factsTable: string;
  readonly controlTable: string;
  readonly signingKeySecret: string;
  readonly pepperSecret: string;
  readonly channelKeysSecret: string;
  readonly partnerKeysSecret: string;
  readonly backupVault: string;
  /** Function that brings restored facts back. */
  readonly mergeFactsFunction: string;
  /** Topic that tells people of alarms. */
  readonly alarmTopic: string;
}

/** The names of a plan's shared resources; the same in every region, so that no template needs a peer's. */
export function physicalNames(planName: string): PhysicalNames {
  const prefix = physicalName(planName);
  return {
    keyAlias: `alias/${prefix}`,
    factsTable: `${prefix}-facts`,
    controlTable: `${prefix}-control`,
    signingKeySecret: `${prefix}-signing-key`,
    pepperSecret: `${prefix}-pepper`,
    channelKeysSecret: `${prefix}-channel-keys`,
    partnerKeysSecret: `${prefix}-partner-keys`,
    backupVault: prefix,
    mergeFactsFunction: `${prefix}-merge-facts`,
    alarmTopic: `${prefix}-alarms`,
  };
}

/** What a region's buckets hold. */
export type BucketPurpose = 'logs' | 'access' | 'evidence';

/**
 * Name of a region's bucket, which must be unique in all of AWS: `account` may be a token. The longest
 * one decides how long a plan's name may be.
 */
export function bucketName(
  planName: string,
  purpose: BucketPurpose,
  place: { readonly account: string; readonly region: string },
): string {
  return physicalName(planName, purpose, place.account, place.region);
}

/** Name of an alarm; all of a region's alarms begin alike. */
export function alarmName(planName: string, ...parts: readonly string[]): string {
  return physicalName(planName, ...parts);
}

/** Name of a resource of the plan: `kapok-guangdong-citizen`. */
export function physicalName(planName: string, ...parts: readonly string[]): string {
  return ['kapok', planName, ...parts].join('-');
}

/** Name that phones use. */
export function codeName(zoneName: string): string {
  return `code.${zoneName}`;
}

/** Name that partners send records to. */
export function partnerName(zoneName: string): string {
  return `partner.${zoneName}`;
}

/** Name of one region, for health checkers, probes and the page's own change of region. */
export function originName(region: string, zoneName: string): string {
  return `${region}.origin.${zoneName}`;
}

/** Name of the standby regions together, which the secondary record of a failover pair points at. */
export function standbyName(name: string): string {
  return `standby.${name}`;
}
