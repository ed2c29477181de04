import type { IncomingMessage } from 'node:http';
import type { IChannelTokens } from '../channels/channel-caller';
import type { IReadyAnswers, ReadyAnswer } from '../gate/ready-answers';
import { DEVICE_HEADER } from './device-key';
import type { CodeService } from './show-code';

const BEARER = 'Bearer ';

/** What `ReadyCodes` needs. */
export interface ReadyCodesOptions {
  readonly tokens: IChannelTokens;
  readonly codes: CodeService;
}

/**
 * Answers out of copies for tokens that are known: two look-ups in memory. Whatever is out of the
 * ordinary, also what will be refused, is left to the route.
 */
export class ReadyCodes implements IReadyAnswers {
  constructor(private readonly options: ReadyCodesOptions) {}

  tryAnswer({ url, headers }: IncomingMessage, channel: string): ReadyAnswer | undefined {
    // A query asks for the code of somebody else: the own one would be a wrong answer.
    if (url?.includes('?') !== false) return undefined;
    const { authorization } = headers;
    if (authorization === undefined || !authorization.startsWith(BEARER)) return undefined;
    const { tokens, codes } = this.options;
    const caller = tokens.tryKnownCaller(authorization.slice(BEARER.length));
    if (caller?.scope !== 'citizen' || caller.channel !== channel) return undefined;
    const device = headers[DEVICE_HEADER];
    // No copy was ever made for a list of keys or a key that is none.
    if (device !== undefined && typeof device !== 'string') return undefined;
    const { personKey, name } = caller;
    return codes.tryHeld({ personKey, channel: caller.channel, device, member: undefined, name });
  }
}
