import { isDeepStrictEqual } from 'node:util';
import { LRUCache } from 'lru-cache';
import * as z from 'zod';
import type { IClock } from '../clock';
import { ServiceError } from '../errors/service-error';
import { validated } from '../errors/validation';
import type { IKeyRegister, RegisteredKey } from '../keys/key-register';
import { identityFields } from '../people/identity';
import { maskedName } from '../people/masked-name';
import type { PersonKeys } from '../people/person-key';
import { containsResidentId } from '../people/resident-id';
import type { ChannelCaller, CitizenCaller, IChannelTokens } from './channel-caller';
import { isSignedBy, type SignedToken, tryReadClaims, trySplitToken } from './signed-token';
import { requireClaims, type TokenClaims, takenUntilMs } from './token-claims';
import { invalidToken } from './token-errors';

/** Type in the header of a channel's token, so that no other token passes for one. */
export const CHANNEL_TOKEN_TYPE = 'kapok-channel+jwt';

/** Longest token, characters: with a name of 32 characters it takes about 500. */
export const TOKEN_LENGTH = 2_048;

/**
 * Tokens whose signature was found right. A core that does nothing else takes 9,000 new ones a second
 * (110 µs each, measured) and 2 M known ones; it answers some 100 people a second who are new to it, so in the 15 minutes of a token's life
 * there are fewer: 100 x 900 s = 90,000.
 */
export const TOKENS_KEPT = 131_072;

/** Bytes kept beside a token's own text: its caller, with a key of 64 characters. */
const CALLER_BYTES = 300;

/** Bytes they may take: 131,072 of a usual 500 + 300 bytes, however long a channel makes its own. */
export const TOKENS_BYTES = TOKENS_KEPT * 800;

/** What `ChannelTokens` needs. */
export interface ChannelTokensOptions {
  readonly register: () => IKeyRegister;
  readonly personKeys: PersonKeys;
  readonly clock: IClock;
  /** The `aud` that tokens must have: the issuer of the credentials. */
  readonly audience: string;
}

/** A caller with the key that vouched for it, as the register had it when it was last looked at. */
interface Known {
  readonly caller: ChannelCaller;
  key: RegisteredKey;
}

/** Verifies channels' tokens, each once. */
export class ChannelTokens implements IChannelTokens {
  private readonly known = new LRUCache<string, Known>({
    max: TOKENS_KEPT,
    maxSize: TOKENS_BYTES,
    sizeCalculation: (_known, token) => token.length + CALLER_BYTES,
  });
  private readonly person: z.ZodObject<ReturnType<typeof identityFields>>;

  constructor(private readonly options: ChannelTokensOptions) {
    this.person = z.strictObject(identityFields(options.clock));
  }

  tryKnownCaller(token: string): ChannelCaller | undefined {
    // Without a note that it was used: a token lives for minutes, and the oldest leave first.
    const known = this.known.peek(token);
    if (known === undefined) return undefined;
    if (known.caller.expiresAtMs > this.options.clock.now() && this.isVouchedFor(known)) {
      return known.caller;
    }
    this.known.delete(token);
    return undefined;
  }

  async callerOf(token: string, channel: string): Promise<ChannelCaller> {
    const caller = this.tryKnownCaller(token) ?? this.verify(token);
    if (caller.channel !== channel) throw invalidToken('the token is of another channel');
    return caller;
  }

  /**
   * Whether the key still stands in the register as it did: a key that was removed or limited takes
   * its tokens along. A register that was read again may hold the same key as another object.
   */
  private isVouchedFor(known: Known): boolean {
    const key = this.options.register().tryFind(known.key.kid);
    if (key === known.key) return true;
    if (key === undefined || !isSameKey(key, known.key)) return false;
    known.key = key;
    return true;
  }

  private verify(token: string): ChannelCaller {
    const signed = token.length > TOKEN_LENGTH ? undefined : trySplitToken(token);
    if (signed === undefined) throw invalidToken('the token is not a compact JWS, or too long');
    const key = signerOf(signed, this.options.register());
    if (!isSignedBy(signed, key.key)) throw invalidToken('the signature is not one of the key');
    const { clock, audience } = this.options;
    const claims = requireClaims(tryReadClaims(signed), audience, clock.now());
    const caller = this.toCaller(claims, key);
    this.known.set(token, { caller, key });
    return caller;
  }

  private toCaller(claims: TokenClaims, { owner }: RegisteredKey): ChannelCaller {
    if (owner.role !== 'channel' || owner.channel !== claims.iss) {
      throw invalidToken('the key is not one of the channel that the token names');
    }
    const { scope, sub } = claims;
    if (!owner.scopes.includes(scope)) throw invalidToken('the key may not sign for this scope');
    const { channel } = owner;
    if (scope === 'citizen') return this.toCitizen(channel, claims);
    if (containsResidentId(sub, this.options.clock.now())) throw namedByIdNumber();
    const expiresAtMs = takenUntilMs(claims);
    return scope === 'checkpoint'
      ? { channel, expiresAtMs, scope, venue: sub }
      : { channel, expiresAtMs, scope, staff: sub };
  }

  /** Written out, for callers are kept by the hundred thousand: see `CitizenCaller`. */
  private toCitizen(channel: string, claims: TokenClaims): CitizenCaller {
    const { sub, name } = claims;
    const colon = sub.indexOf(':');
    if (colon === -1) throw invalidToken('the subject is not <ID type>:<ID number>');
    const sent = { idType: sub.slice(0, colon), idNumber: sub.slice(colon + 1) };
    const personKey = this.options.personKeys.personKey(validated(this.person, sent));
    return {
      scope: 'citizen',
      channel,
      personKey,
      name: name === undefined ? undefined : maskedName(name),
      expiresAtMs: takenUntilMs(claims),
    };
  }
}

/** The key that the header names, when the header is one that may be believed at all. */
function signerOf({ header }: SignedToken, register: IKeyRegister): RegisteredKey {
  const { kid, alg, typ, crit } = header;
  if (typ !== CHANNEL_TOKEN_TYPE)
    throw invalidToken(`the token is not typed ${CHANNEL_TOKEN_TYPE}`);
  // Whoever marks a header as critical wants it refused by all that do not know it (RFC 7515, 4.1.11).
  if (crit !== undefined) throw invalidToken('the token has critical headers');
  const key = typeof kid === 'string' ? register.tryFind(kid) : undefined;
  if (key === undefined) throw invalidToken('the token names no key that is registered');
  if (alg !== key.algorithm) throw invalidToken('the key does not sign with this algorithm');
  return key;
}

function isSameKey(one: RegisteredKey, other: RegisteredKey): boolean {
  return (
    one.algorithm === other.algorithm &&
    one.key.equals(other.key) &&
    isDeepStrictEqual(one.owner, other.owner)
  );
}

function namedByIdNumber(): ServiceError {
  return new ServiceError('KAPOK_TOKEN_INVALID', 'the subject holds an ID number', {
    fix: 'name places and members of staff by names of your own that say nothing about a person',
  });
}
