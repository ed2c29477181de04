/** What a function is told when it starts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Codes of a variable that is not there, and of one that does not hold what it should. */
export type VariableErrorCode = 'KAPOK_ENVIRONMENT_MISSING' | 'KAPOK_ENVIRONMENT_INVALID';

/** Thrown at start when a variable is not set or does not hold what it should. */
export class VariableError extends Error {
  override readonly name = 'VariableError';
  readonly code: VariableErrorCode;
  readonly fix: string;

  constructor(
    readonly variable: string,
    readonly allowed: string,
    readonly got: string | undefined,
  ) {
    const missing = got === undefined || got === '';
    const found = missing ? 'is not set' : `is '${got}'`;
    const code = missing ? 'KAPOK_ENVIRONMENT_MISSING' : 'KAPOK_ENVIRONMENT_INVALID';
    super(`${code}: environment variable ${variable} ${found}; it must be ${allowed}`);
    this.code = code;
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
