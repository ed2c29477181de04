/** What an instance's service is told; the names are the service's own. */
export interface ServiceEnvironment {
  /** Names the deployment in every metric. */
  readonly KAPOK_PLAN: string;
  readonly KAPOK_REGION: string;
  readonly KAPOK_FLEET: string;
  readonly KAPOK_FACTS_TABLE: string;
  readonly KAPOK_CONTROL_TABLE: string;
  readonly KAPOK_SIGNING_KEY_SECRET: string;
  readonly KAPOK_PEPPER_SECRET: string;
  /** Public keys of the channels. */
  readonly KAPOK_CHANNEL_KEYS_SECRET: string;
  /** Public keys of the partners. */
  readonly KAPOK_PARTNER_KEYS_SECRET: string;
  /** Name under which this region alone is reached. */
  readonly KAPOK_ORIGIN_NAME: string;
  /** Channels, comma separated. */
  readonly KAPOK_CHANNELS: string;
  /** Part of the requests that each channel brings, in the same order, comma separated. */
  readonly KAPOK_CHANNEL_SHARES: string;
  readonly KAPOK_TIME_ZONE: string;
  /** Who a credential says issued it. */
  readonly KAPOK_ISSUER: string;
  readonly PORT: string;
  readonly AWS_REGION: string;
  /** Off: endpoints keep the names that the network's own endpoints answer for. */
  readonly AWS_ACCOUNT_ID_ENDPOINT_MODE: 'disabled';
  readonly NODE_ENV: string;
}

/** The environment as the lines of a systemd environment file. */
export function environmentFile(environment: ServiceEnvironment): string {
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}
