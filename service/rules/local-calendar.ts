const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Instants kept per calendar: the days of eleven years; the formatter behind them takes some 20 µs
 * for each, and a decision has to take less than 30 in all.
 */
export const INSTANTS_KEPT = 4_096;

/** The calendar of one time zone. */
export class LocalCalendar {
  private readonly format: Intl.DateTimeFormat;
  /** Instants of local times, by hours since the local epoch. */
  private readonly instants = new Map<number, number>();

  constructor(readonly timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** The local date, `2022-01-10`. */
  dateOf(ms: number): string {
    return new Date(this.dayOf(ms) * DAY_MS).toISOString().slice(0, 10);
  }

  /** The first instant of the local day that comes `days` after the one of `ms`. */
  startOfDay(ms: number, days: number): number {
    return this.instantOf(this.dayOf(ms) + days, 0);
  }

  /** The local day of an instant, as a number that grows by one from day to day. */
  dayOf(ms: number): number {
    let day = Math.floor(ms / DAY_MS);
    while (this.instantOf(day + 1, 0) <= ms) day += 1;
    while (this.instantOf(day, 0) > ms) day -= 1;
    return day;
  }

  /** When the clock of a local day shows a full hour for the first time, or has passed it. */
  instantOf(day: number, hour: number): number {
    const key = day * 24 + hour;
    const known = this.instants.get(key);
    if (known !== undefined) return known;
    if (this.instants.size >= INSTANTS_KEPT) this.instants.clear();
    const instant = this.readInstant(key * HOUR_MS);
    this.instants.set(key, instant);
    return instant;
  }

  private readInstant(local: number): number {
    // One of the offsets around it holds at it; where clocks skip it, the later one comes after.
    const candidates = [local - DAY_MS, local + DAY_MS]
      .map((near) => local - this.offsetAt(near))
      .sort((a, b) => a - b) as [number, number];
    return candidates.find((ms) => this.localAsUtc(ms) === local) ?? candidates[1];
  }

  private offsetAt(ms: number): number {
    return this.localAsUtc(ms) - Math.floor(ms / 1000) * 1000;
  }

  /** What the local clock shows, read as if it were UTC. */
  private localAsUtc(ms: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(ms)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }
}
