/** Fixed names of what one region looks up in another stack by name instead of by reference. */
export interface PhysicalNames {
  readonly keyAlias: string;
  readonly factsTable: string;
  readonly controlTable: string;
  readonly signingKeySecret: string;
  readonly pepperSecret: string;
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
  };
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
