import { join } from 'node:path';
import { PlanError } from '../../lib/plan/plan-error';
import {
  loadScenario,
  parseScenario,
  SCENARIO_DIRECTORY,
  scenarioRequestsPerMinuteAt,
} from '../../lib/plan/scenario';

const TEXT = `name: short
title: A short one
timeZone: Asia/Shanghai
date: 2022-01-10
window: { from: 08:00, to: 09:00 }
demand:
  label: made up
  requestsPerMinute: { 08:10: 100, 08:20: 300 }
faults: { regionLostAt: 08:15, regionReturnsAt: 08:30 }
`;

function problemsOf(text: string) {
  try {
    parseScenario(text, 'short.yaml');
  } catch (error) {
    if (error instanceof PlanError) return error.problems;
    throw error;
  }
  throw new Error('the scenario was accepted');
}

describe('the morning of 10 January 2022', () => {
  const scenario = loadScenario('incident-2022-01-10');

  test('is found by name and by path', () => {
    const file = join(SCENARIO_DIRECTORY, 'incident-2022-01-10.yaml');
    expect(loadScenario(file)).toEqual(scenario);
  });

  test('runs from 08:20 to 08:50 with the region lost while the peak is held', () => {
    expect(scenario).toMatchObject({
      name: 'incident-2022-01-10',
      date: { year: 2022, month: 1, day: 10, dayOfWeek: 1 },
      fromMinute: 500,
      toMinute: 530,
      peakRequestsPerMinute: 1_400_000,
      faults: { regionLostMinute: 515, regionReturnsMinute: 520 },
    });
    const at = (minute: number) => scenarioRequestsPerMinuteAt(scenario, minute);
    expect(at(515)).toBe(1_400_000);
    expect(at(513)).toBe(1_400_000);
    expect(at(511)).toBeLessThan(1_400_000);
  });

  test('says that its curve is a reconstruction and where the public points come from', () => {
    expect(scenario.label).toMatch(/^RECONSTRUCTION/);
    expect(scenario.timeline.map(({ minute }) => minute)).toEqual([510, 511, 544, 596, 630]);
    for (const { source } of scenario.timeline) expect(source).toMatch(/10 January 2022/);
  });
});

describe('a scenario', () => {
  test('joins its points by straight lines and holds the first and the last', () => {
    const scenario = parseScenario(TEXT, 'short.yaml');
    const demand = [480, 490, 495, 497.5, 500, 540].map((minute) =>
      scenarioRequestsPerMinuteAt(scenario, minute),
    );
    expect(demand).toEqual([100, 100, 200, 250, 300, 300]);
  });

  test.each([
    ['a window written backwards', 'to: 09:00', 'to: 07:00', 'window.to', 5],
    ['a fault outside the window', 'LostAt: 08:15', 'LostAt: 07:15', 'faults.regionLostAt', 9],
    [
      'a region that returns before it is lost',
      'ReturnsAt: 08:30',
      'ReturnsAt: 08:10',
      'faults.regionReturnsAt',
      9,
    ],
    ['a date that does not exist', '2022-01-10', '2022-02-30', 'date', 4],
    ['a time zone that does not exist', 'Asia/Shanghai', 'Asia/Nowhere', 'timeZone', 3],
    ['an unknown key', 'title:', 'titel:', 'titel', 2],
  ])('fails with %s', (_, from, to, path, line) => {
    const problems = problemsOf(TEXT.replace(from, to));
    expect(problems[0]).toMatchObject({ path, line });
  });

  test('fails when there is no such file', () => {
    expect(() => loadScenario('no-such-scenario')).toThrow(
      expect.objectContaining({ code: 'KAPOK_PLAN_FILE' }),
    );
  });
});
