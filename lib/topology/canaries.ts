import type { Assembly } from './assembly';
import { resourcesOf } from './property';

/** What asks a region's channels from outside, by the clock. */
export interface CanarySchedule {
  /** Region it runs in. */
  readonly region: string;
  /** Times it runs in a week; absent where the schedule is not a rate. */
  readonly runsPerWeek?: number;
}

const WEEK_MINUTES = 7 * 24 * 60;
const UNIT_MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };

/** Reads the schedules of all stacks that run canaries: their logical ids say so. */
export function readCanaries(assembly: Assembly): readonly CanarySchedule[] {
  return ['AWS::Events::Rule', 'AWS::Scheduler::Schedule']
    .flatMap((type) => resourcesOf(assembly, type))
    .filter(({ logicalId }) => /canary/i.test(logicalId))
    .flatMap((schedule) => {
      const expression = schedule.tryGet('ScheduleExpression')?.text();
      if (expression === undefined) return [];
      const runsPerWeek = tryRunsPerWeek(expression);
      const region = schedule.stack.region;
      return [{ region, ...(runsPerWeek !== undefined && { runsPerWeek }) }];
    });
}

function tryRunsPerWeek(expression: string): number | undefined {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const minutes = UNIT_MINUTES[unit];
  return minutes === undefined ? undefined : WEEK_MINUTES / (Number(count) * minutes);
}
