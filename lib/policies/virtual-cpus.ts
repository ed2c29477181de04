import type { StandingRegion } from '../topology/topology';

/**
 * Virtual CPUs a region's fleets come to when every group stands at its maximum. AWS grants an account a
 * number of them per region, from a few for a new one up to whatever is asked for, and publishes no
 * upper bound. So no template can break a rule by it: it is a figure to compare with the quota "Running
 * On-Demand Standard instances" before deploying, not a finding.
 */
export interface VirtualCpuNeed {
  readonly region: string;
  readonly virtualCpus: number;
}

/** Virtual CPUs of the sizes that the families of Graviton and of x86 share. */
const CPUS_BY_SIZE: Readonly<Record<string, number>> = {
  medium: 1,
  large: 2,
  xlarge: 4,
};

/** What each region's fleets come to at their maximum. */
export function virtualCpusNeeded(regions: readonly StandingRegion[]): readonly VirtualCpuNeed[] {
  return regions.map(({ region, fleets }) => ({
    region,
    virtualCpus: fleets.reduce(
      (sum, { maxSize, instanceType }) => sum + maxSize * virtualCpusOf(instanceType),
      0,
    ),
  }));
}

/**
 * `c8g.large` has 2, `c8g.4xlarge` 4 x 4 = 16; burstable types have 2 up to `large`.
 * @throws RangeError for a size whose CPUs the name does not tell, such as `metal`
 */
export function virtualCpusOf(instanceType: string): number {
  const [family = '', size = ''] = instanceType.split('.');
  const isBurstable = /^t\d/.test(family);
  const known = CPUS_BY_SIZE[size] ?? (isBurstable ? 2 : undefined);
  const multiple = /^(?:metal-)?(\d+)xlarge$|^metal-(\d+)xl$/.exec(size);
  const factor = Number(multiple?.[1] ?? multiple?.[2]);
  const cpus = isBurstable && size === 'medium' ? 2 : (known ?? factor * 4);
  if (Number.isFinite(cpus)) return cpus;
  throw new RangeError(`no number of virtual CPUs is known for ${instanceType}`);
}
