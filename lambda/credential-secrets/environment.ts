import { type Environment, requiredVariable } from '../required-variable';

/** Names of the secrets the function fills. */
export interface CredentialSecretNames {
  readonly signingKey: string;
  readonly pepper: string;
  readonly channelKeys: string;
  readonly partnerKeys: string;
}

/** Reads the function's environment; the only place that does. */
export function readEnvironment(environment: Environment): CredentialSecretNames {
  const read = (variable: string): string =>
    requiredVariable(environment, variable, 'the name of a secret');
  return {
    signingKey: read('KAPOK_SIGNING_KEY_SECRET'),
    pepper: read('KAPOK_PEPPER_SECRET'),
    channelKeys: read('KAPOK_CHANNEL_KEYS_SECRET'),
    partnerKeys: read('KAPOK_PARTNER_KEYS_SECRET'),
  };
}
