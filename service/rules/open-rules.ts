import type { FleetContext } from '../fleet-app';
import { RulesCopy } from './rules-copy';

/** The copy of the published rules of a fleet's process; it is one of the app's parts. */
export function rulesCopyOf(context: FleetContext): RulesCopy {
  const { control, clock, calendar, register, log } = context;
  return new RulesCopy({
    store: control,
    clock,
    calendar,
    register,
    onBadRules: (bad) =>
      log.failure({ ...bad }, 'a published version of the rules cannot be used; others hold'),
    onFailure: (err) =>
      log.failure({ err }, 'the published rules cannot be read; those read before hold'),
  });
}
