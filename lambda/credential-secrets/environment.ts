/** Names of the secrets the function fills. */
export interface CredentialSecretNames {
  readonly signingKey: string;
  readonly pepper: string;
  readonly channelKeys: string;
  readonly partnerKeys: string;
}

/** Thrown at start when a variable is not set; a code names what to look up. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly code = 'KAPOK_ENVIRONMENT_MISSING';
  readonly got = 'nothing';
  readonly allowed = 'the name of a secret';
  readonly fix: string;

  constructor(readonly variable: string) {
    super(`environment variable ${variable} is not set`);
    this.fix = `set ${variable} where the function is defined`;
  }
}

/** Reads the function's environment; the only place that does. */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): CredentialSecretNames {
  const read = (variable: string): string => {
    const value = environment[variable];
    if (value === undefined || value === '') throw new EnvironmentError(variable);
    return value;
  };
  return {
    signingKey: read('KAPOK_SIGNING_KEY_SECRET'),
    pepper: read('KAPOK_PEPPER_SECRET'),
    channelKeys: read('KAPOK_CHANNEL_KEYS_SECRET'),
    partnerKeys: read('KAPOK_PARTNER_KEYS_SECRET'),
  };
}
