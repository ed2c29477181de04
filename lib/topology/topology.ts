/** One scheduled action as the template declares it. */
export interface ScheduledActionTopology {
  readonly logicalId: string;
  readonly recurrence: string;
  readonly timeZone: string;
  readonly minSize?: number;
  readonly maxSize?: number;
}

/** The program an instance runs, read from the launch template's user data. */
export interface ServiceTopology {
  /** Absolute folder of the bundle among the assembly's assets. */
  readonly bundleDirectory: string;
  /** Entry file inside the bundle. */
  readonly entry: string;
  /** The unit's environment, with pseudo parameters resolved for the region. */
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number;
}

/** The load balancer and target group in front of a fleet. */
export interface LoadBalancerTopology {
  /** Unique in the assembly: `<stack>.<logical id>`; alias records point at it. */
  readonly id: string;
  readonly listenerPort: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly certificateNames: readonly string[];
  readonly targetHealthCheck: {
    readonly path: string;
    readonly intervalSec: number;
    readonly timeoutSec: number;
    readonly healthyThreshold: number;
    readonly unhealthyThreshold: number;
  };
  /** When the zones leave the load balancer's name. */
  readonly dnsThreshold: TargetThreshold;
  /** When requests go to all targets, healthy or not. */
  readonly routingThreshold: TargetThreshold;
  readonly deregistrationDelaySec: number;
}

/** Something happens when fewer targets than this are healthy; 0 turns a part off. */
export interface TargetThreshold {
  readonly targets: number;
  readonly percent: number;
}

/** How users are led to a fleet among the same fleets of other regions. */
export type UserShare =
  | { readonly kind: 'weighted'; readonly weight: number }
  | { readonly kind: 'latency' }
  /** All of them while it serves. */
  | { readonly kind: 'primary' }
  /** None while the primary serves; then a part of them by weight. */
  | { readonly kind: 'secondary'; readonly weight: number };

/** A record that may lead users to a fleet or to the same fleet of another region. */
export interface ChoosingRecord {
  readonly stackName: string;
  readonly logicalId: string;
  /**
   * The name users ask for, lower case, without the final dot. The record itself may stand under
   * another name that this one points at.
   */
  readonly name: string;
  readonly type: 'A' | 'AAAA';
  /** Whether a check stands at the record itself or at every record it points at. */
  readonly hasHealthCheck: boolean;
  readonly evaluateTargetHealth: boolean;
}

/** What of a fleet decides how much it carries at which minute, and how much it is asked for. */
export interface StandingFleet {
  readonly name: string;
  /** Logical id of the Auto Scaling group. */
  readonly autoScalingGroupId: string;
  readonly instanceType: string;
  readonly zones: readonly string[];
  readonly minSize: number;
  readonly maxSize: number;
  readonly scheduledActions: readonly ScheduledActionTopology[];
  /** Target of the ALBRequestCountPerTarget policy, converted from per minute to per second. */
  readonly targetRequestsPerSecondPerInstance: number;
  /** Absent when no record chooses among regions. */
  readonly userShare?: UserShare;
  /** The records that choose among regions and lead here. @default none do */
  readonly choosingRecords?: readonly ChoosingRecord[];
}

/** One region that runs fleets, as far as their capacity goes. */
export interface StandingRegion {
  readonly region: string;
  readonly stackName: string;
  readonly fleets: readonly StandingFleet[];
}

/** One Auto Scaling group with everything around it. */
export interface FleetTopology extends StandingFleet {
  readonly loadBalancer: LoadBalancerTopology;
  readonly service: ServiceTopology;
}

/** One region that runs fleets. */
export interface RegionTopology {
  readonly region: string;
  readonly stackName: string;
  readonly fleets: readonly FleetTopology[];
}

/** A Route 53 health check as declared. */
export type HealthCheckTopology =
  | {
      readonly kind: 'endpoint';
      /** Unique in the assembly: `<stack>.<logical id>`. */
      readonly id: string;
      readonly type: 'HTTP' | 'HTTPS' | 'HTTP_STR_MATCH' | 'HTTPS_STR_MATCH' | 'TCP';
      readonly domainName: string;
      readonly port: number;
      readonly path: string;
      readonly searchString?: string;
      readonly intervalSec: 10 | 30;
      readonly failureThreshold: number;
      readonly inverted: boolean;
      readonly disabled: boolean;
    }
  | {
      readonly kind: 'calculated';
      /** Unique in the assembly: `<stack>.<logical id>`. */
      readonly id: string;
      readonly childIds: readonly string[];
      readonly healthThreshold: number;
      readonly inverted: boolean;
      readonly disabled: boolean;
    };

/** How a record takes part in the choice among records of the same name and type. */
export type RecordPolicy =
  | { readonly kind: 'simple' }
  | { readonly kind: 'weighted'; readonly setIdentifier: string; readonly weight: number }
  | { readonly kind: 'latency'; readonly setIdentifier: string; readonly region: string }
  | {
      readonly kind: 'failover';
      readonly setIdentifier: string;
      readonly role: 'primary' | 'secondary';
    };

/** What an alias record stands for. */
export type RecordTarget =
  | { readonly kind: 'load-balancer'; readonly loadBalancerId: string }
  /** The records of the same type under another name of the zone; lower case, no final dot. */
  | { readonly kind: 'record'; readonly name: string };

/** One alias record. */
export interface RecordTopology {
  /** Lower case, without the final dot. */
  readonly name: string;
  readonly type: 'A' | 'AAAA';
  readonly policy: RecordPolicy;
  readonly healthCheckId?: string;
  readonly target: RecordTarget;
  readonly evaluateTargetHealth: boolean;
}

/** Health checks and records of the hosted zone. */
export interface RoutingTopology {
  readonly zoneName: string;
  readonly healthChecks: readonly HealthCheckTopology[];
  readonly records: readonly RecordTopology[];
}

/** A DynamoDB global table. */
export interface TableTopology {
  /** `facts` or `control`: the last part of the physical name. */
  readonly role: string;
  readonly tableName: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly replicaRegions: readonly string[];
  /** Global secondary indexes are not used; consistency of the replicas. */
  readonly consistency: 'eventual' | 'strong';
}

/** A Secrets Manager secret and where it is replicated to. */
export interface SecretTopology {
  readonly secretName: string;
  readonly primaryRegion: string;
  readonly replicaRegions: readonly string[];
}

/** A Lambda function that a custom resource calls once at deploy. */
export interface DeployFunctionTopology {
  readonly logicalId: string;
  readonly region: string;
  /** Absolute folder of the bundle among the assembly's assets. */
  readonly bundleDirectory: string;
  /** `<file>.<export>` as Lambda names it. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Properties of the custom resource that calls it, resolved. */
  readonly resourceProperties: Readonly<Record<string, string>>;
}

/** What the cloud assembly says is deployed; read from the templates, never from the plan. */
export interface Topology {
  readonly regions: readonly RegionTopology[];
  readonly routing: RoutingTopology;
  readonly tables: readonly TableTopology[];
  readonly secrets: readonly SecretTopology[];
  readonly deployFunctions: readonly DeployFunctionTopology[];
}
