import type { RoutingTopology } from '../../topology/topology';
import type { Clock } from '../clock';
import {
  type HealthCheckReport,
  HealthCheckRunner,
  type HealthCheckTransition,
} from './health-check-runner';
import { HostedZone, type ZoneAnswer } from './hosted-zone';
import { type Address, type Probe, socketProbe } from './probe';
import { assertRoutingRules } from './routing-rules';

/** Checkers that watch one endpoint: AWS names 8 regions and shows about 15 addresses probing. */
export const CHECKERS_PER_HEALTH_CHECK = 15;

/** Twin seconds from a checker's change of belief to the vote; AWS publishes no figure, so none is added. */
export const PROPAGATION_SEC = 0;

/** What an emulated Route 53 works with. */
export interface Route53Options {
  readonly routing: RoutingTopology;
  readonly clock: Clock;
  /** A number in [0, 1), fresh for every call. */
  readonly random: () => number;
  /** Maps an origin name and port to where it listens here; undefined when nothing does. */
  readonly connect: (domainName: string, port: number) => Address | undefined;
  /** Whether every target group of the load balancer has a healthy target; an empty group has none. */
  readonly targetHealthy: (loadBalancerId: string) => boolean;
  readonly addresses: (loadBalancerId: string) => readonly string[];
  /**
   * Regions from the nearest to the farthest, for latency records.
   * @default in the order of the records
   */
  readonly nearness?: readonly string[];
  /** Hears of every change of a health check's status. */
  readonly onChange?: (transition: HealthCheckTransition) => void;
  /** @default CHECKERS_PER_HEALTH_CHECK */
  readonly checkersPerHealthCheck?: number;
  /** @default PROPAGATION_SEC */
  readonly propagationSec?: number;
  /** @default probes over real sockets */
  readonly probe?: Probe;
}

/** Route 53's data plane: probes endpoints, keeps their status and answers for one hosted zone. */
export class Route53 {
  private readonly healthChecks: HealthCheckRunner;
  private readonly zone: HostedZone;

  /** @throws RoutingRuleError when Route 53 would refuse the routing */
  constructor(private readonly options: Route53Options) {
    const { routing, clock, random, addresses, targetHealthy, nearness = [] } = options;
    assertRoutingRules(routing);
    this.healthChecks = new HealthCheckRunner({
      healthChecks: routing.healthChecks,
      clock,
      random,
      probe: options.probe ?? socketProbe(options),
      checkersPerHealthCheck: options.checkersPerHealthCheck ?? CHECKERS_PER_HEALTH_CHECK,
      propagationSec: options.propagationSec ?? PROPAGATION_SEC,
      onChange: (transition) => options.onChange?.(transition),
    });
    this.zone = new HostedZone({
      routing,
      random,
      addresses,
      targetHealthy,
      nearness,
      checkHealthy: (id) => this.healthChecks.isHealthy(id),
    });
  }

  /** Name of the hosted zone, lower case without the final dot. */
  get zoneName(): string {
    return this.options.routing.zoneName;
  }

  /** Starts the health checkers; answering needs no start. */
  start(): void {
    this.healthChecks.start();
  }

  /** Stops the health checkers; no timer and no socket is left, and statuses stay as they are. */
  stop(): void {
    this.healthChecks.stop();
  }

  /**
   * A health check's status with the count of its checkers.
   * @throws RoutingRuleError when there is no such check
   */
  status(id: string): HealthCheckReport {
    return this.healthChecks.report(id);
  }

  /**
   * Whether a health check is healthy now.
   * @throws RoutingRuleError when there is no such check
   */
  isHealthy(id: string): boolean {
    return this.healthChecks.isHealthy(id);
  }

  /** Answers a DNS question as the zone stands now. */
  answer(name: string, type: string): ZoneAnswer {
    return this.zone.answer(name, type);
  }
}
