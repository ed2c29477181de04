import type { Topology } from '../../topology/topology';
import type { Clock } from '../clock';
import { type CallerKey, makeCallerKey } from './caller-key';
import { ChannelTokens, SCOPES } from './channel-tokens';
import { RequestSigner } from './request-signer';

/** Name under which the twin's laboratory sends its results. */
export const LABORATORY = 'twin-laboratory';

/**
 * What one process takes of the laboratory in a minute. The first facts arrive within a second of wall
 * time, so far above the pace of a real laboratory; a rehearsal is not about quotas.
 */
export const LABORATORY_RECORDS_PER_MINUTE = 1_000_000;

/** A register of public keys with what is to stand in it. */
export interface Registration {
  readonly secretName: string;
  readonly entries: readonly CallerKey['entry'][];
}

/** Everybody who calls the service in a twin, with keys of their own. */
export class Callers {
  readonly tokens: ChannelTokens;
  readonly laboratory: RequestSigner;
  /** What an operator would put into the registers of the deployment. */
  readonly registrations: readonly Registration[];

  constructor(topology: Topology, clock: Pick<Clock, 'now'>) {
    const environment = environmentsOf(topology)[0] ?? {};
    const names = (environment.KAPOK_CHANNELS ?? '').split(',').filter((name) => name !== '');
    const channels = new Map(names.map((name) => [name, channelKey(name)]));
    const laboratory = makeCallerKey(`${LABORATORY}-1`, {
      role: 'source',
      source: LABORATORY,
      kinds: ['nucleic-acid-test'],
      recordsPerMinute: LABORATORY_RECORDS_PER_MINUTE,
      // Its results are negative: not one of them may turn anybody from green.
      nonGreenShare: 0,
    });
    this.tokens = new ChannelTokens({
      keys: channels,
      audience: environment.KAPOK_ISSUER ?? '',
      clock,
    });
    this.laboratory = new RequestSigner(laboratory, clock);
    this.registrations = [
      register(environment.KAPOK_CHANNEL_KEYS_SECRET, [...channels.values()]),
      register(environment.KAPOK_PARTNER_KEYS_SECRET, [laboratory]),
    ].flat();
  }
}

function environmentsOf({ regions }: Topology): Readonly<Record<string, string>>[] {
  return regions.flatMap(({ fleets }) => fleets.map(({ service }) => service.environment));
}

function channelKey(channel: string): CallerKey {
  return makeCallerKey(`${channel}-1`, { role: 'channel', channel, scopes: SCOPES });
}

function register(secretName: string | undefined, keys: readonly CallerKey[]): Registration[] {
  return secretName === undefined ? [] : [{ secretName, entries: keys.map(({ entry }) => entry) }];
}
