import { Baselines } from './baselines';
import { LatencyWindow } from './latency-window';
import {
  FIRST_GENERATION_MS,
  GENERATION_MS,
  INITIAL_LIMIT,
  LEAN_GROWTH,
  LEAN_MIN,
  LEAN_ROOM,
  LEAN_SHARE,
  LEAN_SLACK_MS,
  LEAN_SMOOTHING,
  LEAN_TOLERANCE,
  LEAST_GRADIENT,
  LEAST_SAMPLES,
  type LimitOptions,
  LONGEST_SAMPLE_MS,
  MAX_LIMIT,
  MIN_LIMIT,
  PROBE_LIMIT,
  PROBE_MS,
  SLACK_MS,
  SMOOTHING,
  STRAIN_GRADIENT,
  STRAIN_MS,
  TOLERANCE,
  UNPROBED_GENERATIONS,
  WINDOW_MS,
} from './limit-options';

/** What an `AdaptiveLimit` needs besides its options. */
export interface LimitEnvironment {
  /** How many kinds of requests are told apart. */
  readonly classes: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * How many requests may be worked on at once, learnt from how long they take.
 *
 * Every window: `gradient = mean over samples of (tolerance * base + slack) / latency`, within
 * `LEAST_GRADIENT` and 1; `limit' = limit * gradient + sqrt(limit)`; `limit = (1 - smoothing) * limit +
 * smoothing * limit'`, within its bounds. Under pressure the base is measured anew in short probes.
 */
export class AdaptiveLimit {
  private readonly options: Required<LimitOptions>;
  private readonly baselines: Baselines;
  private readonly window: LatencyWindow;
  private estimate: number;
  private leanEstimate: number;
  private windowEndsMs: number;
  private mostInFlight = 0;
  private pressed = false;
  /** Whether a window of this generation took hardly longer than the base. */
  private confirmed = false;
  private unprobed = 0;
  private strainedUntilMs = Number.NEGATIVE_INFINITY;
  private generationEndsMs: number;
  /** Odd while a probe runs. */
  private phase = 0;
  private probeEndsMs = 0;
  private lastMeanMs = 0;

  constructor(
    private readonly environment: LimitEnvironment,
    options: LimitOptions = {},
  ) {
    this.options = withDefaults(options);
    const { initial, min, max } = this.options;
    this.estimate = Math.min(Math.max(initial, min), max);
    this.leanEstimate = this.estimate;
    this.baselines = new Baselines(environment.classes);
    this.window = new LatencyWindow(environment.classes);
    const nowMs = environment.now();
    this.windowEndsMs = nowMs + WINDOW_MS;
    this.generationEndsMs = nowMs + FIRST_GENERATION_MS;
  }

  /** What holds at this moment. */
  get limit(): number {
    return this.probing ? PROBE_LIMIT : Math.floor(this.estimate);
  }

  /** The same without a queue: what those may fill who take more than their share. */
  get leanLimit(): number {
    return Math.min(this.limit * LEAN_SHARE, this.leanEstimate);
  }

  /** Whether latency was above the aim of the lean limit of late: till then nobody is in the way. */
  get isStrained(): boolean {
    return this.probing || this.environment.now() < this.strainedUntilMs;
  }

  /** Marks a request at its start; its sample must bring the mark back. */
  get mark(): number {
    return this.phase;
  }

  private get probing(): boolean {
    return this.phase % 2 === 1;
  }

  /** Tells how many are under way. */
  observeInFlight(inFlight: number): void {
    if (inFlight > this.mostInFlight) this.mostInFlight = inFlight;
  }

  /** Takes the latency of a request that began under `mark`. */
  sample(index: number, latencyMs: number, mark: number): void {
    const nowMs = this.environment.now();
    // What began before a probe waited behind the queue that the probe is there to avoid.
    if (latencyMs >= 0 && (!this.probing || mark === this.phase)) {
      this.window.add(index, Math.min(latencyMs, LONGEST_SAMPLE_MS));
    }
    this.advance(nowMs);
  }

  /**
   * Takes the latency of a request that was given up: it would have taken at least that long, which
   * says something only when it is more than usual. So nobody can lower the limit by hanging up.
   */
  sampleDropped(index: number, latencyMs: number, mark: number): void {
    const base = this.baselines.of(index);
    if (base !== undefined && latencyMs > base) this.sample(index, latencyMs, mark);
  }

  /** Tells that time has passed without a sample. */
  tick(): void {
    this.advance(this.environment.now());
  }

  private advance(nowMs: number): void {
    if (this.probing) {
      if (this.window.count >= LEAST_SAMPLES || nowMs >= this.probeEndsMs) this.endProbe(nowMs);
    } else if (nowMs >= this.windowEndsMs && this.window.count >= LEAST_SAMPLES) {
      this.endWindow(nowMs);
    }
  }

  private endWindow(nowMs: number): void {
    const { window, baselines } = this;
    this.lastMeanMs = window.meanMs;
    window.forEachMean((index, meanMs) => baselines.observe(index, meanMs));
    this.adjust();
    this.beginWindow(nowMs);
    if (nowMs < this.generationEndsMs) return;
    if (this.mustProbe()) this.beginProbe(nowMs);
    else this.beginGeneration(nowMs);
  }

  private adjust(): void {
    const { min, max, tolerance, slackMs } = this.options;
    const { estimate, leanEstimate, mostInFlight } = this;
    // Then a queue may have formed that no window was without.
    if (mostInFlight > PROBE_LIMIT && mostInFlight >= leanEstimate / 2) this.pressed = true;
    const gradient = this.gradient(tolerance, slackMs);
    const next = this.follow(estimate, estimate * gradient + Math.sqrt(estimate));
    this.estimate = Math.min(max, Math.max(min, next));
    const leanGradient = this.gradient(LEAN_TOLERANCE, LEAN_SLACK_MS);
    if (leanGradient === 1) this.confirmed = true;
    if (leanGradient < STRAIN_GRADIENT) this.strainedUntilMs = this.environment.now() + STRAIN_MS;
    // What stood idle is not lent at once: a flood would fill it before its queue is felt.
    const used = Math.min(leanEstimate * leanGradient + LEAN_GROWTH, 2 * mostInFlight + LEAN_ROOM);
    const lean = leanEstimate + LEAN_SMOOTHING * (used - leanEstimate);
    this.leanEstimate = Math.min(this.estimate, Math.max(LEAN_MIN, lean));
  }

  /**
   * A limit of which less than half was used does not grow, for nothing is learnt about it, and shrinks
   * only towards twice what was used: an idle hour changes nothing.
   */
  private follow(estimate: number, wanted: number): number {
    const next = estimate + SMOOTHING * (wanted - estimate);
    if (this.mostInFlight >= estimate / 2) return next;
    return Math.min(estimate, Math.max(next, 2 * this.mostInFlight));
  }

  private gradient(tolerance: number, slackMs: number): number {
    let sum = 0;
    let count = 0;
    this.window.forEachMean((index, meanMs, samples) => {
      const targetMs = (this.baselines.of(index) ?? meanMs) * tolerance + slackMs;
      sum += samples * Math.max(LEAST_GRADIENT, Math.min(1, targetMs / Math.max(meanMs, 1e-6)));
      count += samples;
    });
    return count === 0 ? 1 : sum / count;
  }

  private beginWindow(nowMs: number): void {
    this.window.clear();
    this.mostInFlight = 0;
    this.windowEndsMs = nowMs + WINDOW_MS;
  }

  /** A base that windows still come down to is believed for a while: a probe turns people away. */
  private mustProbe(): boolean {
    if (!this.pressed) return false;
    this.unprobed += 1;
    return !this.confirmed || this.unprobed >= UNPROBED_GENERATIONS;
  }

  private beginProbe(nowMs: number): void {
    this.phase += 1;
    this.probeEndsMs = nowMs + PROBE_MS + 2 * this.lastMeanMs;
  }

  private endProbe(nowMs: number): void {
    const { window, baselines } = this;
    this.phase += 1;
    this.unprobed = 0;
    window.forEachMean((index, meanMs) => baselines.replace(index, meanMs));
    this.beginWindow(nowMs);
    this.beginGeneration(nowMs);
  }

  private beginGeneration(nowMs: number): void {
    this.baselines.rotate();
    this.pressed = false;
    this.confirmed = false;
    this.generationEndsMs = nowMs + this.generationMs();
  }

  /** Spread by a fifth, so that the instances of a fleet do not probe together. */
  private generationMs(): number {
    return GENERATION_MS * (0.8 + 0.4 * this.environment.random());
  }
}

function withDefaults(options: LimitOptions): Required<LimitOptions> {
  return {
    min: options.min ?? MIN_LIMIT,
    max: options.max ?? MAX_LIMIT,
    initial: options.initial ?? INITIAL_LIMIT,
    tolerance: options.tolerance ?? TOLERANCE,
    slackMs: options.slackMs ?? SLACK_MS,
  };
}
