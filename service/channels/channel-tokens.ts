import { decodeProtectedHeader, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import * as z from 'zod';
import type { IClock } from '../clock';
import { ServiceError } from '../errors/service-error';
import { validated } from '../errors/validation';
import type { IKeyRegister, RegisteredKey } from '../keys/key-register';
import { identityFields } from '../people/identity';
import { maskedName } from '../people/masked-name';
import type { PersonKeys } from '../people/person-key';
import { type ChannelCaller, type IChannelTokens, SCOPES } from './channel-caller';

/** Type in the header of a channel's token, so that no other token passes for one. */
export const CHANNEL_TOKEN_TYPE = 'kapok-channel+jwt';

/** Longest life of a token: a stolen one is of use for no longer. */
export const TOKEN_LIFE_SECONDS = 15 * 60;

/** How far a channel's clock may be from ours. */
export const TOKEN_SKEW_SECONDS = 60;

/** Longest token, characters: with a name of 32 characters it takes about 500. */
export const TOKEN_LENGTH = 2_048;

/**
 * Tokens whose signature was found right: 131,072 of about 600 bytes are 80 MB. A core answers some
 * 100 people a second who are new to it, so in the 15 minutes of a token's life there are fewer.
 */
export const TOKENS_KEPT = 131_072;

/** What `ChannelTokens` needs. */
export interface ChannelTokensOptions {
  readonly register: () => IKeyRegister;
  readonly personKeys: PersonKeys;
  readonly clock: IClock;
  /** The `aud` that tokens must have: the issuer of the credentials. */
  readonly audience: string;
}

interface Known {
  readonly caller: ChannelCaller;
  /** The key as it was; a key that left the register takes its tokens along. */
  readonly key: RegisteredKey;
}

/** Verifies channels' tokens, each once. */
export class ChannelTokens implements IChannelTokens {
  private readonly known = new LRUCache<string, Known>({ max: TOKENS_KEPT });
  private readonly person: z.ZodObject<ReturnType<typeof identityFields>>;

  constructor(private readonly options: ChannelTokensOptions) {
    this.person = z.strictObject(identityFields(options.clock));
  }

  tryKnownCaller(token: string): ChannelCaller | undefined {
    const known = this.known.get(token);
    if (known === undefined) return undefined;
    const { register, clock } = this.options;
    if (known.caller.expiresAtMs <= clock.now()) return undefined;
    return register().tryFind(known.key.kid) === known.key ? known.caller : undefined;
  }

  async callerOf(token: string, channel: string): Promise<ChannelCaller> {
    const caller = this.tryKnownCaller(token) ?? (await this.verify(token));
    if (caller.channel !== channel) throw invalid('the token is of another channel');
    return caller;
  }

  private async verify(token: string): Promise<ChannelCaller> {
    const key = this.keyOf(token);
    const { clock, audience } = this.options;
    const claims = await verifiedClaims(token, key, { audience, nowMs: clock.now() });
    const caller = this.toCaller(claims, key);
    this.known.set(token, { caller, key });
    return caller;
  }

  private keyOf(token: string): RegisteredKey {
    if (token.length > TOKEN_LENGTH) throw invalid('the token is too long');
    const { kid } = headerOf(token);
    const key = typeof kid === 'string' ? this.options.register().tryFind(kid) : undefined;
    if (key === undefined) throw invalid('the token names no key that is registered');
    return key;
  }

  private toCaller(claims: Claims, { owner }: RegisteredKey): ChannelCaller {
    if (owner.role !== 'channel' || owner.channel !== claims.iss) {
      throw invalid('the key is not one of the channel that the token names');
    }
    const { scope, sub, exp } = claims;
    if (!owner.scopes.includes(scope)) throw invalid('the key may not sign for this scope');
    const base = { channel: owner.channel, expiresAtMs: exp * 1000 };
    if (scope === 'checkpoint') return { ...base, scope, venue: sub };
    if (scope === 'staff') return { ...base, scope, staff: sub };
    const [idType, idNumber] = sub.split(':', 2);
    const identity = validated(this.person, { idType, idNumber });
    const personKey = this.options.personKeys.personKey(identity);
    const name = claims.name === undefined ? undefined : maskedName(claims.name);
    return { ...base, scope, personKey, ...(name !== undefined && { name }) };
  }
}

const CLAIMS = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(128),
  scope: z.enum(SCOPES),
  name: z.string().max(64).optional(),
  iat: z.number().int(),
  exp: z.number().int(),
});

type Claims = z.infer<typeof CLAIMS>;

async function verifiedClaims(
  token: string,
  { key, algorithm }: RegisteredKey,
  { audience, nowMs }: { readonly audience: string; readonly nowMs: number },
): Promise<Claims> {
  const options = {
    audience,
    algorithms: [algorithm],
    typ: CHANNEL_TOKEN_TYPE,
    currentDate: new Date(nowMs),
    clockTolerance: TOKEN_SKEW_SECONDS,
  };
  const { payload } = await jwtVerify(token, key, options).catch((error: { code?: unknown }) => {
    throw error.code === 'ERR_JWT_EXPIRED' ? expired() : invalid('the token is not valid');
  });
  const { data } = CLAIMS.safeParse(payload);
  if (data === undefined) throw invalid('the token lacks claims');
  if (data.exp - data.iat > TOKEN_LIFE_SECONDS) throw expired();
  if (data.iat * 1000 > nowMs + TOKEN_SKEW_SECONDS * 1000) throw expired();
  return data;
}

function headerOf(token: string): { readonly kid?: unknown } {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return {};
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError('KAPOK_TOKEN_INVALID', message, {
    fix: 'send a token that a registered key of this channel signed for this service',
  });
}

function expired(): ServiceError {
  return new ServiceError('KAPOK_TOKEN_EXPIRED', 'the token has expired or lives too long', {
    fix: `ask the channel for a new token, of ${TOKEN_LIFE_SECONDS} s at most`,
  });
}
