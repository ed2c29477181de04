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
  /** What the names of the console of each region end with. */
  readonly consoleDomain: string;
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
 * AWS China user guide (own control plane in Ningxia, no traffic flow, no `TestDNSAnswer`), its pages
 * "Amazon EC2 Auto Scaling", "Amazon DynamoDB", "Amazon WAF", "Elastic Load Balancing" and "Amazon
 * Backup", each under "Feature Availability and Implementation Differences", and botocore's list of
 * endpoints (Scheduler, WAF, Backup, Synthetics and zonal shift exist there; Region switch, routing
 * control and FIS do not). Reserved load-balancer units are documented there as elsewhere.
 */
export const PARTITIONS: Readonly<Record<Partition, PartitionTraits>> = {
  aws: {
    route53Region: 'us-east-1',
    consoleDomain: 'console.aws.amazon.com',
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
    consoleDomain: 'console.amazonaws.cn',
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
      {
        what: 'strong consistency across regions',
        consequence: 'tables are eventually consistent; it would need a third region as well',
      },
      {
        what: 'recommendations of predictive scaling',
        consequence: 'its forecast has to be compared with the load by hand before it may scale',
      },
      {
        what: 'AWS Shield',
        consequence: 'floods are met by the web ACL and the load balancers alone',
      },
      {
        what: 'targeted bot control and Marketplace rules of WAF',
        consequence: 'nothing changes: the web ACLs use neither',
      },
      {
        what: 'VPC endpoints of Elastic Load Balancing',
        consequence: 'nothing changes: no instance calls that API',
      },
      {
        what: 'backup copies to regions outside the partition',
        consequence: 'copies go from Beijing to Ningxia or back',
      },
      {
        what: 'routing control, Region switch and FIS',
        consequence: 'nothing changes: users are moved by health checks, drills need neither',
      },
    ],
    filing:
      'a public name served from mainland China needs an ICP filing (or licence) and a public security record; without them port 80 and 443 stay closed',
  },
};
