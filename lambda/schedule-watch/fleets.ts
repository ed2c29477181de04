import {
  type Environment,
  requiredList,
  requiredVariable,
  VariableError,
} from '../required-variable';

/** A fleet and the group it is. */
export interface WatchedFleet {
  readonly fleet: string;
  readonly groupName: string;
}

/** What one run looks at. */
export interface WatchedFleets {
  readonly plan: string;
  readonly fleets: readonly WatchedFleet[];
}

const GROUPS = 'fleets with their groups, such as citizen=kapok-guangdong-citizen';

/** Reads the function's environment; the only place that does. */
export function readFleets(environment: Environment): WatchedFleets {
  return {
    plan: requiredVariable(environment, 'KAPOK_PLAN', 'the name of the plan'),
    fleets: requiredList(environment, 'KAPOK_GROUPS', GROUPS).map((pair) => {
      const [fleet, groupName, ...others] = pair.split('=');
      if (!fleet || !groupName || others.length > 0) {
        throw new VariableError('KAPOK_GROUPS', GROUPS, pair);
      }
      return { fleet, groupName };
    }),
  };
}
