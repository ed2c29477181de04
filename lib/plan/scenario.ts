import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { minuteOfClock, tryParseCalendarDate } from './clock-notation';
import { type Finding, problemAt, problemsInOrder } from './finding';
import { type LocalTime, localTime } from './local-time';
import { type Anchor, anchorsOf } from './normalise';
import { isTimeZone } from './plan-checks';
import { PlanError } from './plan-error';
import { type ScenarioFile, scenarioFileSchema } from './scenario-schema';
import { checkShape } from './shape-findings';
import { parseYaml, readText } from './yaml-source';

/** Where scenarios are looked for by name. */
export const SCENARIO_DIRECTORY = join(__dirname, '../../plans/scenarios');

/** A public fact about the day, with where it was told. */
export interface TimelinePoint {
  readonly minute: number;
  readonly event: string;
  readonly source: string;
}

/** A demand curve with faults to replay; all times are minutes of the local day. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly timeZone: string;
  /** Local midnight of the day. */
  readonly date: LocalTime;
  readonly fromMinute: number;
  readonly toMinute: number;
  /** What the curve is, to be printed wherever figures made from it are. */
  readonly label: string;
  readonly points: readonly Anchor[];
  readonly peakRequestsPerMinute: number;
  readonly faults: { readonly regionLostMinute: number; readonly regionReturnsMinute: number };
  readonly timeline: readonly TimelinePoint[];
}

/** Reads a scenario by the path of its file or by its name among the shipped ones. */
export function loadScenario(fileOrName: string): Scenario {
  const shipped = join(SCENARIO_DIRECTORY, `${fileOrName}.yaml`);
  const isName = /^[a-z][a-z0-9-]*$/.test(fileOrName) && existsSync(shipped);
  const file = isName ? shipped : fileOrName;
  return parseScenario(readText(file), file);
}

/** Reads a scenario from its text; throws one `PlanError` with every problem in it. */
export function parseScenario(text: string, file: string): Scenario {
  const source = parseYaml(text, file);
  const { findings } = checkShape(scenarioFileSchema, source.raw);
  const parsed = scenarioFileSchema.safeParse(source.raw).data;
  const contradictions = parsed === undefined ? [] : checkScenario(parsed);
  const problems = [
    ...source.problems,
    ...[...findings, ...contradictions].map((finding) => problemAt(source, finding)),
  ];
  if (parsed === undefined || problems.length > 0) {
    throw new PlanError(file, problemsInOrder(problems));
  }
  return scenarioOf(parsed);
}

/** Demand at a minute of the local day, fractions included: straight lines between the points. */
export function scenarioRequestsPerMinuteAt(scenario: Scenario, minute: number): number {
  const { points } = scenario;
  const after = points.findIndex((point) => point.minute > minute);
  const before = points[after === -1 ? points.length - 1 : after - 1];
  const next = after === -1 ? before : points[after];
  if (next === undefined) throw new RangeError('a scenario needs a point of demand');
  // Before the first point and after the last the demand is theirs.
  if (before === undefined || before === next) return next.requestsPerMinute;
  const part = (minute - before.minute) / (next.minute - before.minute);
  return before.requestsPerMinute + (next.requestsPerMinute - before.requestsPerMinute) * part;
}

function scenarioOf(file: ScenarioFile): Scenario {
  const [year = 0, month = 1, day = 1] = file.date.split('-').map(Number);
  const points = anchorsOf(file.demand.requestsPerMinute);
  return {
    name: file.name,
    title: file.title,
    timeZone: file.timeZone,
    date: localTime(year, month, day),
    fromMinute: minuteOfClock(file.window.from),
    toMinute: minuteOfClock(file.window.to),
    label: file.demand.label,
    points,
    peakRequestsPerMinute: Math.max(...points.map((point) => point.requestsPerMinute)),
    faults: {
      regionLostMinute: minuteOfClock(file.faults.regionLostAt),
      regionReturnsMinute: minuteOfClock(file.faults.regionReturnsAt),
    },
    timeline: file.timeline.map(({ at, event, source }) => ({
      minute: minuteOfClock(at),
      event,
      source: file.sources[source] ?? source,
    })),
  };
}

function checkScenario(file: ScenarioFile): readonly Finding[] {
  const { window, faults, date, timeZone } = file;
  const [from, to, lost, returns] = [
    window.from,
    window.to,
    faults.regionLostAt,
    faults.regionReturnsAt,
  ].map(minuteOfClock) as [number, number, number, number];
  const rules: readonly (readonly [boolean, Finding])[] = [
    [to > from, contradiction(['window', 'to'], window.to, `after ${window.from}`)],
    [
      lost >= from && lost < to,
      contradiction(['faults', 'regionLostAt'], faults.regionLostAt, 'a minute of the window'),
    ],
    [
      returns > lost && returns < to,
      contradiction(
        ['faults', 'regionReturnsAt'],
        faults.regionReturnsAt,
        'a minute of the window after the loss',
      ),
    ],
    [tryParseCalendarDate(date) !== undefined, contradiction(['date'], date, 'a date that exists')],
    [isTimeZone(timeZone), contradiction(['timeZone'], timeZone, 'a name such as Asia/Shanghai')],
  ];
  return rules.filter(([holds]) => !holds).map(([, finding]) => finding);
}

function contradiction(path: readonly string[], got: string, allowed: string): Finding {
  return {
    code: 'KAPOK_PLAN_SCENARIO',
    path,
    what: 'the value contradicts the rest of the scenario',
    got,
    allowed,
    fix: 'correct the value',
  };
}
