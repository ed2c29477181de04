/** What one checker believes about an endpoint. */
export interface CheckerState {
  readonly healthy: boolean;
  /** Results in a row that contradict the belief; any result that agrees sets it back to 0. */
  readonly contradictions: number;
}

/** A checker believes in an endpoint until it has seen enough failures. */
export const INITIAL_CHECKER_STATE: CheckerState = { healthy: true, contradictions: 0 };

/** The belief after one more result; `failureThreshold` results in a row turn it, in either direction. */
export function afterResult(
  state: CheckerState,
  passed: boolean,
  failureThreshold: number,
): CheckerState {
  if (passed === state.healthy) return { healthy: state.healthy, contradictions: 0 };
  const contradictions = state.contradictions + 1;
  return contradictions >= failureThreshold
    ? { healthy: passed, contradictions: 0 }
    : { healthy: state.healthy, contradictions };
}
