const DAY_MS = 86_400_000;

/** The calendar of one time zone. */
export class LocalCalendar {
  private readonly format: Intl.DateTimeFormat;
  /** The day asked for last: nearly every question is about today. */
  private lastDay = { startMs: 0, endMs: 0, date: '' };

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
    const { lastDay } = this;
    if (ms >= lastDay.startMs && ms < lastDay.endMs) return lastDay.date;
    const date = this.readDate(ms);
    this.lastDay = { startMs: this.startOfDay(ms, 0), endMs: this.startOfDay(ms, 1), date };
    return date;
  }

  /** The first instant of the local day that comes `days` after the one of `ms`. */
  startOfDay(ms: number, days: number): number {
    const midnight = Math.floor(this.localAsUtc(ms) / DAY_MS) * DAY_MS + days * DAY_MS;
    const date = new Date(midnight).toISOString().slice(0, 10);
    // One of the offsets around midnight holds at it; where clocks skip midnight, the day begins
    // late.
    const candidates = [midnight - DAY_MS, midnight + DAY_MS]
      .map((near) => midnight - this.offsetAt(near))
      .sort((a, b) => a - b);
    return candidates.find((start) => this.readDate(start) === date) ?? (candidates[0] as number);
  }

  private readDate(ms: number): string {
    return new Date(this.localAsUtc(ms)).toISOString().slice(0, 10);
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
