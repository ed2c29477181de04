import type { FastifyRequest } from 'fastify';
import { ServiceError } from '../errors/service-error';
import type { RouteSpec } from '../http/route';
import type { ChannelCaller, IChannelTokens } from './channel-caller';
import { unknownChannel } from './unknown-channel';

/** What `authenticateChannel` needs. */
export interface AuthenticateChannelOptions {
  readonly tokens: IChannelTokens;
  readonly config: { readonly channels: readonly string[] };
}

const BEARER = /^Bearer ([\w.-]+)$/i;

/** Finds out who asks through a channel: nobody for routes that anyone may ask. */
export function authenticateChannel({ tokens, config }: AuthenticateChannelOptions) {
  return async (request: FastifyRequest, spec: RouteSpec): Promise<ChannelCaller | undefined> => {
    const { channel } = request.params as { readonly channel?: string };
    if (channel !== undefined && !config.channels.includes(channel)) {
      throw unknownChannel(config.channels);
    }
    if (spec.caller === 'anyone') return undefined;
    const caller = await tokens.callerOf(bearerToken(request), channel ?? '');
    if (caller.scope !== spec.caller) throw wrongScope(spec.caller);
    return caller;
  };
}

/** The token of a request. */
export function bearerToken(request: FastifyRequest): string {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (token !== undefined) return token;
  throw new ServiceError('KAPOK_TOKEN_MISSING', 'the request has no token', {
    fix: 'send authorization: Bearer <token of the channel>',
  });
}

function wrongScope(allowed: string): ServiceError {
  return new ServiceError('KAPOK_SCOPE', 'the token is for something else', {
    allowed: [allowed],
    fix: `ask the channel for a token of scope ${allowed}`,
  });
}
