import { claimsOf, toBase64Url } from './qr-text';
import type { IKept } from './stored-codes';

/** What a channel's shell may provide, so that the page gets new tokens by itself. */
export interface KapokChannel {
  readonly name: string;
  token(): Promise<string>;
}

/** Through which channel the page was opened, and with what. */
export interface Session {
  readonly channel: string;
  readonly token: string;
}

/** What a `ChannelSession` needs. */
export interface ChannelSessionOptions {
  /** The address's fragment, with its `#`. */
  readonly fragment: string;
  /** Ends with the visit. */
  readonly kept: IKept;
  readonly shell: () => KapokChannel | undefined;
  readonly now: () => number;
}

const SESSION = 'kapok.session';

/** A token is not used in its last seconds: it has to travel. */
export const TOKEN_RESERVE_MS = 5_000;

/** Knows the token that proves who the page is for. */
export class ChannelSession {
  private session: Session | undefined;

  constructor(private readonly options: ChannelSessionOptions) {
    this.session = readFragment(options.fragment) ?? readKept(options.kept);
    if (this.session !== undefined) this.keep(this.session);
  }

  /**
   * The token; one that has ended by the phone's clock is renewed where the shell can. Where it cannot,
   * the service judges, as the phone's clock may be wrong. Undefined: open the page from the app again.
   */
  async token(renew = false): Promise<Session | undefined> {
    const shell = this.options.shell();
    if (shell === undefined) return renew ? undefined : this.session;
    if (this.session !== undefined && !renew && !this.hasEnded(this.session)) return this.session;
    try {
      this.session = { channel: shell.name, token: await shell.token() };
      this.keep(this.session);
      return this.session;
    } catch {
      return undefined;
    }
  }

  private hasEnded({ token }: Session): boolean {
    const { exp } = (claimsOf(token) ?? {}) as { readonly exp?: number };
    return exp !== undefined && exp * 1000 - TOKEN_RESERVE_MS <= this.options.now();
  }

  private keep(session: Session): void {
    try {
      this.options.kept.setItem(SESSION, JSON.stringify(session));
    } catch {
      // Forbidden: the token lives as long as the page.
    }
  }
}

function readFragment(fragment: string): Session | undefined {
  const values = new URLSearchParams(fragment.slice(1));
  return toSession(values.get('channel'), values.get('token'));
}

function readKept(kept: IKept): Session | undefined {
  try {
    const { channel, token } = JSON.parse(kept.getItem(SESSION) ?? '{}') as Partial<Session>;
    return toSession(channel, token);
  } catch {
    return undefined;
  }
}

function toSession(channel: unknown, token: unknown): Session | undefined {
  const fits =
    typeof channel === 'string' && typeof token === 'string' && /^[\w.-]+$/.test(channel);
  return fits && /^[\w.-]+$/.test(token) ? { channel, token } : undefined;
}

/**
 * A mark of the person a token is for, to know another person's codes by. Of its digest only 24 bits
 * are kept: thousands of ID numbers share each mark, so nobody finds a number by trying all of them.
 */
export async function ownerMark({ channel, token }: Session): Promise<string> {
  const { sub } = (claimsOf(token) ?? {}) as { readonly sub?: unknown };
  const text = new TextEncoder().encode(`${channel}#${String(sub)}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return toBase64Url(digest.slice(0, 3));
}
