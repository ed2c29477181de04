import { sign } from 'node:crypto';
import type { SyntheticPerson } from '../clients/people';
import type { Clock } from '../clock';
import type { CallerKey } from './caller-key';

/** Life of a token, twin seconds: the longest that the service takes. */
export const TOKEN_LIFE_SEC = 15 * 60;

/** A token that lives shorter than this is not given to a phone any more: it might expire on its way. */
export const TOKEN_REST_SEC = 5 * 60;

/** For whom a channel of the twin may sign. */
export const SCOPES = ['citizen', 'checkpoint', 'staff'] as const;

/** Who a token is for and what for. */
export interface TokenSubject {
  readonly scope: (typeof SCOPES)[number];
  readonly sub: string;
  readonly name?: string;
}

/** The subject of a token with which a person shows the own code. */
export function citizen({ idType, idNumber }: SyntheticPerson, name?: string): TokenSubject {
  return { scope: 'citizen', sub: `${idType}:${idNumber}`, ...(name !== undefined && { name }) };
}

interface Minted {
  readonly token: string;
  readonly freshUntilMs: number;
}

/**
 * The channels' own servers, which prove to the service who holds a phone. A token is kept while it is
 * fresh, as channels do: one signature for each request would be this machine's work, not the design's.
 */
export class ChannelTokens {
  private readonly minted = new Map<string, Minted>();

  constructor(
    private readonly options: {
      readonly keys: ReadonlyMap<string, CallerKey>;
      /** Whom the tokens are for: the issuer of the codes. */
      readonly audience: string;
      readonly clock: Pick<Clock, 'now'>;
    },
  ) {}

  /** A fresh token of a channel. */
  tokenOf(channel: string, subject: TokenSubject): string {
    const name = [channel, subject.scope, subject.sub, subject.name].join(' ');
    const nowMs = this.options.clock.now();
    const known = this.minted.get(name);
    if (known !== undefined && nowMs < known.freshUntilMs) return known.token;
    const token = this.mint(channel, subject, nowMs);
    const freshUntilMs = nowMs + (TOKEN_LIFE_SEC - TOKEN_REST_SEC) * 1000;
    this.minted.set(name, { token, freshUntilMs });
    return token;
  }

  private mint(channel: string, subject: TokenSubject, nowMs: number): string {
    const key = this.options.keys.get(channel);
    if (key === undefined) throw new RangeError(`no channel ${channel} in this twin`);
    const iat = Math.floor(nowMs / 1000);
    const times = { iat, exp: iat + TOKEN_LIFE_SEC };
    const header = { alg: 'ES256', kid: key.kid, typ: 'kapok-channel+jwt' };
    const claims = { iss: channel, aud: this.options.audience, ...subject, ...times };
    const signed = `${encoded(header)}.${encoded(claims)}`;
    const signature = sign('sha256', Buffer.from(signed), {
      key: key.privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    return `${signed}.${signature.toString('base64url')}`;
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
