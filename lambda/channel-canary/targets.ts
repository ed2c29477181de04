import {
  type Environment,
  requiredList,
  requiredVariable,
  VariableError,
} from '../required-variable';

/** A region that is watched from another one. */
export interface CanaryTarget {
  readonly region: string;
  /** Name under which that region alone is reached. */
  readonly hostname: string;
}

/** What one run looks at. */
export interface CanaryTargets {
  readonly plan: string;
  readonly channels: readonly string[];
  readonly targets: readonly CanaryTarget[];
}

const TARGETS = 'regions with their names, such as eu-west-1=eu-west-1.origin.example.org';

/** Reads the function's environment; the only place that does. */
export function readTargets(environment: Environment): CanaryTargets {
  return {
    plan: requiredVariable(environment, 'KAPOK_PLAN', 'the name of the plan'),
    channels: requiredList(environment, 'KAPOK_CHANNELS', 'the names of the channels'),
    targets: requiredList(environment, 'KAPOK_TARGETS', TARGETS).map((pair) => {
      const [region, hostname, ...others] = pair.split('=');
      if (!region || !hostname || others.length > 0) {
        throw new VariableError('KAPOK_TARGETS', TARGETS, pair);
      }
      return { region, hostname };
    }),
  };
}
