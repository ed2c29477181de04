import { addLocalMinutes, instantOf, localTimeAt } from '../../plan/local-time';
import { type Scenario, scenarioRequestsPerMinuteAt } from '../../plan/scenario';
import type { ScenarioRun } from './options';

/** A scenario's local minutes as instants, as the twin lives them. */
export function scenarioRun(scenario: Scenario): ScenarioRun {
  const { timeZone, date, faults } = scenario;
  const at = (minute: number) => instantOf(addLocalMinutes(date, minute), timeZone).getTime();
  return {
    name: scenario.name,
    label: scenario.label,
    startMs: at(scenario.fromMinute),
    loseAtMs: at(faults.regionLostMinute),
    bootAtMs: at(faults.regionReturnsMinute),
    endMs: at(scenario.toMinute),
    requestsPerSecondAt: (ms) => {
      const { minuteOfDay } = localTimeAt(new Date(ms), timeZone);
      return scenarioRequestsPerMinuteAt(scenario, minuteOfDay) / 60;
    },
  };
}
