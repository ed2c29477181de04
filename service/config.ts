import { availableParallelism, hostname } from 'node:os';
import * as z from 'zod';
import type { ClockOrigin } from './clock';

/** What the process does: show codes to citizens, or take records from partners. */
export const FLEETS = ['citizen', 'partner'] as const;

/** One of `FLEETS`. */
export type Fleet = (typeof FLEETS)[number];

/** Address the service listens on: the load balancer reaches it over the network. */
export const DEFAULT_HOST = '0.0.0.0';

/** The whole configuration of one process, read once. */
export interface ServiceConfig {
  /** Names the deployment in every metric. */
  readonly plan: string;
  readonly region: string;
  readonly fleet: Fleet;
  readonly factsTable: string;
  readonly controlTable: string;
  readonly signingKeySecret: string;
  readonly pepperSecret: string;
  readonly channelKeysSecret: string;
  readonly partnerKeysSecret: string;
  /** Name under which this region alone is reached. */
  readonly originName: string;
  readonly channels: readonly string[];
  /** Part of the requests that each channel brings, in the order of `channels`. */
  readonly channelShares: readonly number[];
  readonly timeZone: string;
  readonly issuer: string;
  readonly awsRegion: string;
  readonly host: string;
  /** 0 lets the system choose a free port. */
  readonly port: number;
  /** Names this process in every response. */
  readonly instance: string;
  /** Processes that share the port; 1 serves in the process itself. */
  readonly workers: number;
  /** Absent: real time. */
  readonly clock: ClockOrigin | undefined;
}

/** The environment does not describe a service that could run. */
export class ConfigError extends Error {
  readonly code = 'KAPOK_CONFIG';

  constructor(readonly problems: readonly string[]) {
    super(`the environment is not complete: ${problems.join('; ')}`);
  }
}

const TOKEN = /^[A-Za-z0-9._-]+$/;
const HOST_NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i;
/** `<clock ms>@<wall ms>x<rate>` */
const CLOCK = /^(\d+(?:\.\d+)?)@(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)$/;

const token = () => z.string().regex(TOKEN, 'must be letters, digits, dots, dashes or underscores');

const SCHEMA = z.object({
  KAPOK_PLAN: token(),
  KAPOK_REGION: token(),
  KAPOK_FLEET: z.enum(FLEETS, `must be one of ${FLEETS.join(', ')}`),
  KAPOK_FACTS_TABLE: token(),
  KAPOK_CONTROL_TABLE: token(),
  KAPOK_SIGNING_KEY_SECRET: z.string().min(1),
  KAPOK_PEPPER_SECRET: z.string().min(1),
  KAPOK_CHANNEL_KEYS_SECRET: z.string().min(1),
  KAPOK_PARTNER_KEYS_SECRET: z.string().min(1),
  KAPOK_ORIGIN_NAME: z.string().regex(HOST_NAME, 'must be a host name'),
  KAPOK_CHANNELS: z.string().transform(readChannels),
  KAPOK_CHANNEL_SHARES: z.string().transform(readShares),
  KAPOK_TIME_ZONE: z.string().refine(isTimeZone, 'must be an IANA time zone'),
  KAPOK_ISSUER: z
    .url({ protocol: /^https$/, error: 'must be an https address' })
    // Browsers send it as the origin of the page, and it is compared as it is.
    .refine(
      (text) => text === new URL(text).origin,
      'must be an origin, without a path or a slash',
    ),
  AWS_REGION: token(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port number from 0 to 65535'),
  HOST: z.string().min(1).default(DEFAULT_HOST),
  KAPOK_INSTANCE: token().optional(),
  KAPOK_WORKERS: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'must be a whole number from 1 to 999')
    .transform(Number)
    .optional(),
  KAPOK_CLOCK: z.string().transform(readClock).optional(),
});

/**
 * Reads and validates the environment.
 * @throws ConfigError naming every missing or wrong variable
 */
export function loadConfig(environment: NodeJS.ProcessEnv): ServiceConfig {
  const parsed = SCHEMA.safeParse(environment);
  if (!parsed.success) throw new ConfigError(describe(parsed.error, environment));
  const { data } = parsed;
  const { KAPOK_CHANNELS: channels, KAPOK_CHANNEL_SHARES: shares } = data;
  if (shares.length !== channels.length) {
    const problem = `KAPOK_CHANNEL_SHARES must hold one share for each of ${channels.length} channels`;
    throw new ConfigError([`${problem} (got ${shares.length})`]);
  }
  return {
    plan: data.KAPOK_PLAN,
    region: data.KAPOK_REGION,
    fleet: data.KAPOK_FLEET,
    factsTable: data.KAPOK_FACTS_TABLE,
    controlTable: data.KAPOK_CONTROL_TABLE,
    signingKeySecret: data.KAPOK_SIGNING_KEY_SECRET,
    pepperSecret: data.KAPOK_PEPPER_SECRET,
    channelKeysSecret: data.KAPOK_CHANNEL_KEYS_SECRET,
    partnerKeysSecret: data.KAPOK_PARTNER_KEYS_SECRET,
    originName: data.KAPOK_ORIGIN_NAME,
    channels: data.KAPOK_CHANNELS,
    channelShares: data.KAPOK_CHANNEL_SHARES,
    timeZone: data.KAPOK_TIME_ZONE,
    issuer: data.KAPOK_ISSUER,
    awsRegion: data.AWS_REGION,
    host: data.HOST,
    port: data.PORT,
    instance: data.KAPOK_INSTANCE ?? hostname(),
    workers: data.KAPOK_WORKERS ?? availableParallelism(),
    clock: data.KAPOK_CLOCK,
  };
}

function describe(error: z.ZodError, environment: NodeJS.ProcessEnv): string[] {
  return error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    const got = environment[name];
    return got === undefined ? `${name} is missing` : `${name} ${message} (got "${got}")`;
  });
}

function readChannels(text: string, context: z.RefinementCtx): string[] {
  const channels = text.split(',');
  const wellFormed = channels.every((channel) => TOKEN.test(channel));
  if (!wellFormed || new Set(channels).size < channels.length) {
    context.addIssue({ code: 'custom', message: 'must be different names separated by commas' });
  }
  return channels;
}

function readShares(text: string, context: z.RefinementCtx): number[] {
  const shares = text.split(',').map(Number);
  if (!shares.every((share) => share > 0 && share <= 1)) {
    context.addIssue({ code: 'custom', message: 'must be numbers above 0, at most 1, by commas' });
  }
  return shares;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function readClock(text: string, context: z.RefinementCtx): ClockOrigin {
  const [clockMs = 0, wallMs = 0, rate = 0] = (CLOCK.exec(text) ?? []).slice(1).map(Number);
  if (rate <= 0) {
    context.addIssue({ code: 'custom', message: 'must be <clock ms>@<wall ms>x<rate above 0>' });
  }
  return { clockMs, wallMs, rate };
}
