import { type Environment, requiredVariable } from '../required-variable';

/** Reads the function's environment; the only place that does. */
export function readMergeEnvironment(environment: Environment): { readonly liveTable: string } {
  return { liveTable: requiredVariable(environment, 'KAPOK_FACTS_TABLE', 'the name of a table') };
}
