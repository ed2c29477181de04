/** Thrown at start when a variable is not set; a code names what to look up. */
export class MergeEnvironmentError extends Error {
  override readonly name = 'MergeEnvironmentError';
  readonly code = 'KAPOK_ENVIRONMENT_MISSING';
  readonly got = 'nothing';
  readonly allowed = 'the name of a table';
  readonly fix: string;

  constructor(readonly variable: string) {
    super(`environment variable ${variable} is not set`);
    this.fix = `set ${variable} where the function is defined`;
  }
}

/** Reads the function's environment; the only place that does. */
export function readMergeEnvironment(environment: Readonly<Record<string, string | undefined>>): {
  readonly liveTable: string;
} {
  const liveTable = environment.KAPOK_FACTS_TABLE;
  if (liveTable === undefined || liveTable === '') {
    throw new MergeEnvironmentError('KAPOK_FACTS_TABLE');
  }
  return { liveTable };
}
