/** A phone's clock that is off by less is left alone: an answer's own time counts whole seconds. */
export const CLOCK_TOLERANCE_MS = 5_000;

/** The time of whoever signs and verifies codes, as far as the phone knows it. */
export class PhoneClock {
  private offsetMs = 0;

  constructor(private readonly phoneNow: () => number) {}

  /** Milliseconds since the epoch. */
  now(): number {
    return this.phoneNow() + this.offsetMs;
  }

  /** By how much the phone's own clock is off, ms; 0 when that does not matter. */
  get correctionMs(): number {
    return this.offsetMs;
  }

  /** Learns from an answer that has just come: what it says is as old as its age. */
  learn(asOf: string, ageSec: number): void {
    const offsetMs = Date.parse(asOf) + ageSec * 1000 - this.phoneNow();
    if (Number.isNaN(offsetMs)) return;
    this.offsetMs = Math.abs(offsetMs) < CLOCK_TOLERANCE_MS ? 0 : offsetMs;
  }
}
