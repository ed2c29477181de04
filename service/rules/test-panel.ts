import type { TestBody } from '../facts/fact';
import { type CountedTest, countsAt } from './health-history';
import type { LocalCalendar } from './local-calendar';
import type { TestWindows } from './rule-set';

const HOUR_MS = 3_600_000;

/** The newest nucleic-acid test, for the panel beside the code. */
export interface TestPanel {
  readonly result: TestBody['result'];
  readonly sampledAt: string;
  /** Narrowest window the sampling still lies in, counted in hours; absent when it lies in none. */
  readonly withinHours?: number;
  /** The same, counted in calendar days. */
  readonly withinDays?: number;
}

/** The test that is shown; of two samples of one instant it is the positive one. */
export function newestTest(tests: readonly CountedTest[], nowMs: number): CountedTest | undefined {
  let newest: CountedTest | undefined;
  for (const test of tests) {
    if (countsAt(test, nowMs) && (newest === undefined || isShownBefore(test, newest))) {
      newest = test;
    }
  }
  return newest;
}

/** A total order of all that is shown, so that no order of arrival matters. */
function isShownBefore(one: CountedTest, other: CountedTest): boolean {
  if (one.sampledMs !== other.sampledMs) return one.sampledMs > other.sampledMs;
  if (one.body.result !== other.body.result) return one.body.result === 'positive';
  // Counted in days, the one that was issued first has the shorter life.
  return one.resultMs < other.resultMs;
}

/** What the panel says of a test. */
export function testPanel(
  test: CountedTest,
  windows: TestWindows,
  calendar: LocalCalendar,
  nowMs: number,
): TestPanel {
  const { result, sampledAt } = test.body;
  const at = windowEnds(test, windows, calendar).findIndex((endMs) => nowMs < endMs);
  if (at === -1) return { result, sampledAt };
  return windows.counting === 'hours'
    ? { result, sampledAt, withinHours: windows.hours[at] }
    : { result, sampledAt, withinDays: windows.days[at] };
}

/**
 * The first instants outside each window. A window of 24 hours holds its last millisecond; one of a
 * calendar day holds the day of sampling, which is day 0, and the whole day after it.
 */
export function windowEnds(
  test: CountedTest,
  windows: TestWindows,
  calendar: LocalCalendar,
): number[] {
  if (windows.counting === 'hours') {
    return windows.hours.map((hours) => test.sampledMs + hours * HOUR_MS + 1);
  }
  const day = Math.min(
    calendar.dayOf(test.sampledMs),
    dayOfIssue(test.resultMs, windows.nightEndsAtHour, calendar),
  );
  return windows.days.map((days) => calendar.instantOf(day + days + 1, 0));
}

/** A result that is issued at night counts as of the day before. */
function dayOfIssue(resultMs: number, nightEndsAtHour: number, calendar: LocalCalendar): number {
  const day = calendar.dayOf(resultMs);
  return resultMs < calendar.instantOf(day, nightEndsAtHour) ? day - 1 : day;
}
