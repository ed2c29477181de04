import type { LoadBalancerTopology, TargetThreshold } from '../../topology/topology';
import type { Target } from './protocol';

/** Thresholds of a target group's health check: consecutive results that change a target's state. */
export type HealthThresholds = Pick<
  LoadBalancerTopology['targetHealthCheck'],
  'healthyThreshold' | 'unhealthyThreshold'
>;

/** What happens when too few targets are healthy. */
export type GroupThresholds = Pick<LoadBalancerTopology, 'dnsThreshold' | 'routingThreshold'>;

interface TargetState {
  readonly target: Target;
  state: 'initial' | 'healthy' | 'unhealthy';
  /** Consecutive results that contradict the state. */
  streak: number;
}

/** The registered targets of one load balancer, their health and the choice among them. */
export class TargetGroup {
  private readonly states = new Map<string, TargetState>();
  private next = 0;

  constructor(
    private readonly thresholds: HealthThresholds,
    private readonly group: GroupThresholds,
  ) {}

  /** Registers and deregisters so that exactly `targets` remain; known ones keep their health. */
  replaceTargets(targets: readonly Target[]): void {
    const kept = new Set(targets.map((target) => target.instanceId));
    for (const id of this.states.keys()) {
      if (!kept.has(id)) this.states.delete(id);
    }
    for (const target of targets) {
      if (this.states.get(target.instanceId)?.target.port !== target.port) {
        this.states.set(target.instanceId, { target, state: 'initial', streak: 0 });
      }
    }
  }

  /** Notes one health-check result of a target; a target that has left is ignored. */
  record(instanceId: string, passed: boolean): void {
    const entry = this.states.get(instanceId);
    if (entry === undefined) return;
    if (entry.state === 'initial' && passed) {
      // A new target needs one success only, whatever the threshold.
      entry.state = 'healthy';
      return;
    }
    const agrees = passed === (entry.state === 'healthy');
    entry.streak = agrees ? 0 : entry.streak + 1;
    const needed = passed ? this.thresholds.healthyThreshold : this.thresholds.unhealthyThreshold;
    if (entry.streak < needed) return;
    entry.state = passed ? 'healthy' : 'unhealthy';
    entry.streak = 0;
  }

  /** Round robin over the healthy targets; over all of them when too few are healthy (fail-open). */
  choose(): Target | undefined {
    const healthy = [...this.states.values()].filter((entry) => entry.state === 'healthy');
    const failsOpen = healthy.length === 0 || this.isBelow(this.group.routingThreshold);
    const candidates = failsOpen ? [...this.states.values()] : healthy;
    if (candidates.length === 0) return undefined;
    this.next = (this.next + 1) % candidates.length;
    return candidates[this.next]?.target;
  }

  /** Every registered target. */
  get targets(): readonly Target[] {
    return [...this.states.values()].map((entry) => entry.target);
  }

  /**
   * Whether the zones stand in the load balancer's name. Threshold or not, a group without a target
   * does not count as healthy.
   */
  get standsInDns(): boolean {
    return this.states.size > 0 && !this.isBelow(this.group.dnsThreshold);
  }

  /** How many targets are healthy. */
  get healthyCount(): number {
    return [...this.states.values()].filter((entry) => entry.state === 'healthy').length;
  }

  private isBelow({ targets, percent }: TargetThreshold): boolean {
    const healthy = this.healthyCount;
    return healthy < targets || 100 * healthy < percent * this.states.size;
  }
}
