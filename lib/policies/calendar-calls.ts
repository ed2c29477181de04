import { type Assembly, asObject, type JsonObject } from '../topology/assembly';
import { type Resource, resourcesOf } from '../topology/property';
import { type Cron, tryParseCron } from './cron';
import { type Fault, type PolicyContext, placeOf } from './policy';
import { between, exactly, type Requirement, stated, unmet } from './requirement';

/** A call of an API at a moment. */
export const SCHEDULE = 'AWS::Scheduler::Schedule';

/** Calls that the scheduler makes of itself, as the end of the target's ARN. */
export const CALLS = {
  reserveUnits: 'aws-sdk:elasticloadbalancingv2:modifyCapacityReservation',
  setStackPolicy: 'aws-sdk:cloudformation:setStackPolicy',
} as const;

/** A call that the scheduler makes on dates. */
export interface CalendarCall {
  readonly resource: Resource;
  /** Absent when the expression is no cron that comes back every year. */
  readonly cron?: Cron;
  readonly timeZone: string;
  /** What the call is made with; empty when that is no JSON. */
  readonly input: JsonObject;
}

/** The schedules that make one call. */
export function calendarCalls(assembly: Assembly, call: string): readonly CalendarCall[] {
  return resourcesOf(assembly, SCHEDULE)
    .filter((schedule) => schedule.tryGet('Target.Arn')?.text().endsWith(call) === true)
    .map((resource) => {
      const cron = tryParseSchedulerCron(resource.tryGet('ScheduleExpression')?.text() ?? '');
      return {
        resource,
        ...(cron !== undefined && { cron }),
        timeZone: resource.tryGet('ScheduleExpressionTimezone')?.text() ?? 'UTC',
        input: inputOf(resource),
      };
    });
}

/**
 * Reads `cron(minute hour day month weekday year)` as the scheduler writes it. A weekday by number is
 * not read, since it counts from another day than elsewhere, nor is a single year.
 */
export function tryParseSchedulerCron(expression: string): Cron | undefined {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  const [minute, hour, day, month, weekday, year] = fields;
  if (fields.length !== 6 || year !== '*' || /\d/.test(weekday ?? '')) return undefined;
  const everyDay = [day, weekday].map((field) => (field === '?' ? '*' : field));
  return tryParseCron([minute, hour, everyDay[0], month, everyDay[1]].join(' '));
}

const COMMON: readonly Requirement[] = [
  stated('ScheduleExpression', 'it never fires'),
  exactly('FlexibleTimeWindow.Mode', 'OFF', 'it may fire later than it says'),
  stated('Target.Arn', 'it calls nothing'),
  stated('Target.RoleArn', 'it may not call what it calls'),
  stated('Target.Input', 'it calls with nothing'),
  stated('Target.DeadLetterConfig.Arn', 'nobody hears of a call that failed'),
  between(
    'Target.RetryPolicy.MaximumEventAgeInSeconds',
    60,
    86_400,
    'how late it may call is open',
  ),
  between('Target.RetryPolicy.MaximumRetryAttempts', 1, 185, 'one fault of a service would end it'),
  {
    path: 'State',
    holds: (value) => value === undefined || value === 'ENABLED',
    allowed: 'ENABLED',
    why: 'it is switched off',
  },
];

/** Schedules of a region's stack that do not do what they seem to. */
export function findCallFaults(assembly: Assembly, { plan }: PolicyContext): readonly Fault[] {
  const calls = Object.values(CALLS).flatMap((call) => calendarCalls(assembly, call));
  const ours = new Set(calls.map(({ resource }) => resource.stack.id));
  const schedules = resourcesOf(assembly, SCHEDULE).filter(({ stack }) => ours.has(stack.id));
  return [
    ...schedules.flatMap((schedule) =>
      unmet(schedule, [
        ...COMMON,
        exactly(
          'ScheduleExpressionTimezone',
          plan.timeZone,
          'it fires at another hour than planned',
        ),
      ]),
    ),
    ...calls
      .filter(({ cron }) => cron === undefined)
      .map(({ resource }) => ({
        ...placeOf(resource, 'ScheduleExpression'),
        what: `${resource.logicalId} has no cron that comes back every year`,
        fix: 'write cron(minute hour day month ? *)',
      })),
  ];
}

/** What a schedule calls with; empty when that is no JSON. */
export function inputOf(schedule: Resource): JsonObject {
  try {
    return asObject(JSON.parse(schedule.tryGet('Target.Input')?.text() ?? ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {};
  }
}
