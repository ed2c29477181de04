import type { LoadBalancerTopology } from '../../topology/topology';

/** A registered target: one service process on this machine. */
export interface Target {
  readonly instanceId: string;
  readonly port: number;
}

/** What the process needs to open every load balancer of one region. */
export interface LoadBalancersConfig {
  readonly region: string;
  readonly loadBalancers: readonly LoadBalancerTopology[];
  /** PEM of the certificate that all listeners present, and its key. */
  readonly tls: { readonly cert: string; readonly key: string };
  /** Twin seconds per wall second; divides every interval. */
  readonly clockRate: number;
}

/** Parent to process. */
export type ToLoadBalancers =
  | { readonly type: 'start'; readonly config: LoadBalancersConfig }
  | { readonly type: 'targets'; readonly loadBalancerId: string; readonly targets: Target[] };

/** What a load balancer knows of its targets. */
export interface TargetHealth {
  readonly healthy: number;
  /** Whether Route 53 takes the load balancer for healthy. */
  readonly standsInDns: boolean;
}

/** Process to parent. */
export type FromLoadBalancers =
  | { readonly type: 'listening'; readonly ports: Readonly<Record<string, number>> }
  | ({ readonly type: 'health'; readonly loadBalancerId: string } & TargetHealth)
  | { readonly type: 'failed'; readonly reason: string };
