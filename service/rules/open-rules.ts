import type { IControlStore } from '../evacuation/control-store';
import type { QuietLog } from '../logging/quiet-log';
import { RulesCopy, type RulesCopyOptions } from './rules-copy';

/** What it takes of what a fleet's features share. */
export interface RulesContext extends Pick<RulesCopyOptions, 'clock' | 'calendar' | 'register'> {
  readonly control: IControlStore;
  readonly log: QuietLog;
}

/** The copy of the published rules of a fleet's process; it is one of the app's parts. */
export function rulesCopyOf(context: RulesContext): RulesCopy {
  const { control, clock, calendar, register, log } = context;
  return new RulesCopy({
    store: control,
    clock,
    calendar,
    register,
    onBadRules: (bad) =>
      log.failure({ ...bad }, 'a published version of the rules cannot be used; others hold'),
    onInForce: (versions) => log.note({ ...versions }, 'these rules hold'),
    onFailure: (err) =>
      log.failure({ err }, 'the published rules cannot be read; those read before hold'),
  });
}
