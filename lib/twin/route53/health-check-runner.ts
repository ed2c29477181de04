import type { HealthCheckTopology } from '../../topology/topology';
import type { Clock } from '../clock';
import { Checker } from './checker';
import { afterResult, type CheckerState, INITIAL_CHECKER_STATE } from './checker-state';
import { type CheckerCount, healthCheckStatus } from './health-check-status';
import type { EndpointCheck, Probe, ProbeResult } from './probe';
import { unknownHealthCheck } from './routing-rule-error';

/** A change of a health check's status. */
export interface HealthCheckTransition {
  readonly id: string;
  readonly healthy: boolean;
  /** Twin time, milliseconds since the epoch. */
  readonly atMs: number;
}

/** What Route 53 says about a health check. */
export interface HealthCheckReport {
  readonly id: string;
  readonly healthy: boolean;
  /** Checkers that watch the endpoint; none for calculated and disabled checks. */
  readonly checkers: CheckerCount;
  /** Why the latest probe of any checker that failed did so. */
  readonly lastFailureReason?: string;
}

/** What running health checks need. */
export interface HealthCheckRunnerOptions {
  readonly healthChecks: readonly HealthCheckTopology[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly probe: Probe;
  readonly checkersPerHealthCheck: number;
  /** Twin seconds until a checker's change of belief counts in the vote. */
  readonly propagationSec: number;
  readonly onChange: (transition: HealthCheckTransition) => void;
}

/** One health check with the beliefs of its checkers. */
interface RunningCheck {
  readonly check: HealthCheckTopology;
  readonly beliefs: CheckerState[];
  /** The beliefs that have reached the vote. */
  readonly votes: boolean[];
  readonly checkers: readonly Checker[];
  /** Calculated checks that count this one. */
  readonly parentIds: readonly string[];
  healthy: boolean;
  lastFailureReason?: string;
}

/** Runs the checkers of all health checks and keeps every check's status. */
export class HealthCheckRunner {
  private readonly running = new Map<string, RunningCheck>();
  private readonly onTheWay = new Set<() => void>();

  constructor(private readonly options: HealthCheckRunnerOptions) {
    for (const check of options.healthChecks) this.running.set(check.id, this.prepare(check));
    // Children first: a new parent's status follows from theirs and is no transition.
    for (const kind of ['endpoint', 'calculated']) {
      for (const item of this.running.values()) {
        if (item.check.kind === kind) item.healthy = this.statusOf(item);
      }
    }
  }

  /** Starts every checker at its own random moment. */
  start(): void {
    for (const { checkers } of this.running.values()) {
      for (const checker of checkers) checker.start();
    }
  }

  /** Stops every checker; no timer and no socket is left. */
  stop(): void {
    for (const { checkers } of this.running.values()) {
      for (const checker of checkers) checker.stop();
    }
    for (const cancel of this.onTheWay) cancel();
    this.onTheWay.clear();
  }

  /**
   * Whether a health check is healthy now.
   * @throws RoutingRuleError when there is no such check
   */
  isHealthy(id: string): boolean {
    return this.find(id).healthy;
  }

  /**
   * A health check's status with the count of its checkers.
   * @throws RoutingRuleError when there is no such check
   */
  report(id: string): HealthCheckReport {
    const { healthy, votes, lastFailureReason } = this.find(id);
    return {
      id,
      healthy,
      checkers: count(votes),
      ...(lastFailureReason === undefined ? {} : { lastFailureReason }),
    };
  }

  private find(id: string): RunningCheck {
    const item = this.running.get(id);
    if (item === undefined) throw unknownHealthCheck(id, [...this.running.keys()]);
    return item;
  }

  private prepare(check: HealthCheckTopology): RunningCheck {
    const parentIds = this.options.healthChecks
      .filter((other) => other.kind === 'calculated' && other.childIds.includes(check.id))
      .map(({ id }) => id);
    const watched = check.kind === 'endpoint' && !check.disabled;
    const size = watched ? this.options.checkersPerHealthCheck : 0;
    return {
      check,
      beliefs: Array.from({ length: size }, () => INITIAL_CHECKER_STATE),
      votes: Array.from({ length: size }, () => INITIAL_CHECKER_STATE.healthy),
      checkers: watched
        ? Array.from({ length: size }, (_, index) => this.makeChecker(check, index))
        : [],
      parentIds,
      healthy: true,
    };
  }

  private makeChecker(check: EndpointCheck, index: number): Checker {
    const { clock, random, probe } = this.options;
    return new Checker({
      check,
      clock,
      random,
      probe,
      onResult: (result) => this.take(check, index, result),
    });
  }

  private take(check: EndpointCheck, index: number, result: ProbeResult): void {
    const item = this.find(check.id);
    const before = item.beliefs[index] ?? INITIAL_CHECKER_STATE;
    const after = afterResult(before, result.passed, check.failureThreshold);
    item.beliefs[index] = after;
    if (!result.passed) item.lastFailureReason = result.reason;
    if (after.healthy !== before.healthy) this.cast(item, index, after.healthy);
  }

  /** Votes arrive in the order they were cast, because all take equally long. */
  private cast(item: RunningCheck, index: number, healthy: boolean): void {
    const { clock, propagationSec } = this.options;
    const arrive = () => {
      item.votes[index] = healthy;
      this.update(item);
    };
    if (propagationSec === 0) {
      arrive();
      return;
    }
    const cancel = clock.after(propagationSec, () => {
      this.onTheWay.delete(cancel);
      arrive();
    });
    this.onTheWay.add(cancel);
  }

  private statusOf({ check, votes }: RunningCheck): boolean {
    return healthCheckStatus(check, {
      checkers: count(votes),
      childHealthy: (id) => this.isHealthy(id),
    });
  }

  private update(item: RunningCheck): void {
    const healthy = this.statusOf(item);
    if (healthy === item.healthy) return;
    item.healthy = healthy;
    const { clock, onChange } = this.options;
    onChange({ id: item.check.id, healthy, atMs: clock.now() });
    for (const parentId of item.parentIds) this.update(this.find(parentId));
  }
}

function count(votes: readonly boolean[]): CheckerCount {
  return { healthy: votes.filter((healthy) => healthy).length, all: votes.length };
}
