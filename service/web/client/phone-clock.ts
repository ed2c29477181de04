/** A phone's clock that is off by less is left alone: the header counts whole seconds, and travels. */
export const CLOCK_TOLERANCE_MS = 5_000;

/**
 * No answer is older than a code may live, so a signer whose time is farther from that of its own web
 * server runs on a clock of its own, as in a rehearsal: codes then hold by the signer's.
 */
export const REHEARSAL_GAP_MS = 24 * 3_600_000;

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

  /** Learns from an answer that has just come: its `date`, and when what it says was so. */
  learn(date: string | undefined, asOf: string): void {
    const [sentMs, asOfMs] = [Date.parse(date ?? ''), Date.parse(asOf)];
    const isRehearsed = Math.abs(sentMs - asOfMs) > REHEARSAL_GAP_MS;
    const offsetMs = (isRehearsed ? asOfMs : sentMs) - this.phoneNow();
    if (Number.isNaN(offsetMs)) return;
    this.offsetMs = Math.abs(offsetMs) < CLOCK_TOLERANCE_MS ? 0 : offsetMs;
  }
}
