import { request } from 'undici';
import type { LoadBalancerTopology } from '../../topology/topology';
import type { Target } from './protocol';
import type { TargetGroup } from './target-group';

/**
 * Least wall-clock time a check waits for its target. Intervals are divided by the clock rate, but
 * the target's work is done by this machine at its own speed, so its time limit is not.
 */
export const CHECK_TIMEOUT_FLOOR_MS = 1_000;

/** Runs a target group's health check against every registered target until stopped. */
export class TargetHealthChecker {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly group: TargetGroup,
    private readonly check: LoadBalancerTopology['targetHealthCheck'],
    private readonly clockRate: number,
    private readonly onRound: () => void,
  ) {}

  /** Checks at once, then every interval. */
  start(): void {
    void this.round();
  }

  /** Ends the loop; a round under way reports nothing more. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async round(): Promise<void> {
    const startedMs = Date.now();
    await Promise.all(this.group.targets.map((target) => this.checkTarget(target)));
    this.onRound();
    const intervalMs = (this.check.intervalSec * 1000) / this.clockRate;
    const waitMs = Math.max(0, startedMs + intervalMs - Date.now());
    this.timer = setTimeout(() => void this.round(), waitMs);
  }

  private async checkTarget(target: Target): Promise<void> {
    const timeoutMs = Math.max(
      (this.check.timeoutSec * 1000) / this.clockRate,
      CHECK_TIMEOUT_FLOOR_MS,
    );
    try {
      const { statusCode, body } = await request(
        `http://127.0.0.1:${target.port}${this.check.path}`,
        { signal: AbortSignal.timeout(timeoutMs) },
      );
      await body.dump();
      this.group.record(target.instanceId, statusCode === 200);
    } catch {
      // Refused, reset or too slow: all of them are a failed check.
      this.group.record(target.instanceId, false);
    }
  }
}
