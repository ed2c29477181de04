import type { Partition } from './plan';

/** Something a partition lacks, and what that means for a plan. */
export interface Omission {
  /** What is left out. */
  readonly what: string;
  /** What that changes, or what takes its place. */
  readonly consequence: string;
}

/** What differs between the AWS partitions as far as Kapok uses it. */
export interface PartitionTraits {
  /** Region whose Route 53 takes changes and publishes health-check metrics. */
  readonly route53Region: string;
  /** Regions that health checkers may be chosen from; empty where they cannot be chosen. */
  readonly checkerRegions: readonly string[];
  /** Whether a public zone can have its changes taken over by another region. */
  readonly hasAcceleratedRecovery: boolean;
  /** What this partition lacks. */
  readonly omissions: readonly Omission[];
  /** What the law asks for before a public name may be served. */
  readonly filing?: string;
}

/**
 * The partitions. Sources: the Route 53 API's `HealthCheckRegion`, the page "Amazon Route 53" of the
 * AWS China user guide (own control plane in Ningxia, no traffic flow, no `TestDNSAnswer`), its page
 * "Amazon EC2 Auto Scaling" (no hibernated warm pool) and botocore's list of endpoints (Scheduler,
 * WAF, Backup and zonal shift exist there; Region switch, routing control and FIS do not).
 */
export const PARTITIONS: Readonly<Record<Partition, PartitionTraits>> = {
  aws: {
    route53Region: 'us-east-1',
    checkerRegions: [
      'ap-northeast-1',
      'ap-southeast-1',
      'ap-southeast-2',
      'eu-west-1',
      'sa-east-1',
      'us-east-1',
      'us-west-1',
      'us-west-2',
    ],
    hasAcceleratedRecovery: true,
    omissions: [],
  },
  'aws-cn': {
    route53Region: 'cn-northwest-1',
    checkerRegions: [],
    hasAcceleratedRecovery: false,
    omissions: [
      {
        what: 'accelerated recovery of the hosted zone',
        consequence:
          'records cannot be changed while Ningxia is impaired; moving users needs no change',
      },
      {
        what: 'a choice of health-checker regions',
        consequence: 'Route 53 asks from the places it has in China',
      },
      {
        what: 'TestDNSAnswer',
        consequence: 'what a name resolves to is asked of the name servers themselves',
      },
      {
        what: 'hibernated warm pools',
        consequence: 'instances wait stopped, as they do elsewhere',
      },
    ],
    filing:
      'a public name served from mainland China needs an ICP filing (or licence) and a public security record; without them port 80 and 443 stay closed',
  },
};
