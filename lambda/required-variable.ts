/** What a function is told when it starts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Thrown at start when a variable is not set or does not hold what it should. */
export class VariableError extends Error {
  override readonly name = 'VariableError';
  readonly code = 'KAPOK_FUNCTION_VARIABLE';
  readonly fix: string;

  constructor(
    readonly variable: string,
    readonly allowed: string,
    readonly got: string | undefined,
  ) {
    const found = got === undefined || got === '' ? 'is not set' : `is '${got}'`;
    super(`environment variable ${variable} ${found}; it must be ${allowed}`);
    this.fix = `set ${variable} where the function is defined`;
  }
}

/** The value of a variable; `allowed` says what it should be. */
export function requiredVariable(
  environment: Environment,
  variable: string,
  allowed: string,
): string {
  const value = environment[variable];
  if (value === undefined || value === '') throw new VariableError(variable, allowed, value);
  return value;
}

/** The non-empty parts of a variable that holds a list with commas. */
export function requiredList(
  environment: Environment,
  variable: string,
  allowed: string,
): readonly string[] {
  const text = requiredVariable(environment, variable, allowed);
  const parts = text.split(',');
  if (parts.includes('')) throw new VariableError(variable, allowed, text);
  return parts;
}
