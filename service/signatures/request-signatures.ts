import { createVerifier, httpbis } from 'http-message-signatures';
import type { IClock } from '../clock';
import type { IKeyRegister, RegisteredKey } from '../keys/key-register';
import { holdsDigestOf } from './content-digest';
import { Nonces } from './nonces';
import {
  notFresh,
  notOfNow,
  notOurName,
  notProved,
  notSigned,
  notThatBody,
} from './signature-error';
import {
  COMPONENTS,
  readSignatureInput,
  SIGNATURE_TAG,
  type SignatureInput,
} from './signature-input';

/** How far the time of a signature may be from ours, either way. */
export const SIGNATURE_WINDOW_SECONDS = 300;

/** Names in RFC 9421 of the algorithms that keys of the register sign by. */
const ALGORITHMS = { ES256: 'ecdsa-p256-sha256', EdDSA: 'ed25519' } as const;

/** The library reads the wall clock; a tolerance of centuries leaves the times to this class. */
const ANY_TIME_SECONDS = 2 ** 40;

/** A request as it arrived. */
export interface SignedMessage {
  readonly method: string;
  /** Path and query, not decoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Before it is parsed. */
  readonly body: Buffer;
}

/** What `RequestSignatures` needs. */
export interface RequestSignaturesOptions {
  readonly register: () => IKeyRegister;
  readonly clock: IClock;
  /** Names under which this deployment is asked; what was signed for any other is not for us. */
  readonly authorities: readonly string[];
  /**
   * Turns a key's owner away before the signature costs anything; throws a ServiceError. Whose key it
   * is is not proved then, so this must change nothing.
   */
  readonly beforeWork?: (key: RegisteredKey) => void;
}

/** Finds out by whose key a request is signed (RFC 9421). */
export class RequestSignatures {
  private readonly nonces: Nonces;

  constructor(private readonly options: RequestSignaturesOptions) {
    this.nonces = new Nonces(options.clock);
  }

  /**
   * The key that signed all of a request, now and never before.
   * @throws ServiceError one of `KAPOK_SIGNATURE_*`, `KAPOK_BODY_DIGEST`
   */
  async signerOf(message: SignedMessage): Promise<RegisteredKey> {
    const input = readSignatureInput(message.headers);
    const url = urlOf(message);
    refuseUncovered(input, message);
    const { authorities } = this.options;
    if (!authorities.includes(url.host)) throw notOurName(authorities);
    this.refuseOtherTimes(input);
    const key = this.keyOf(input);
    this.options.beforeWork?.(key);
    if (this.nonces.has(key.kid, input.nonce)) throw notFresh();
    if (!(await isSignedBy(key, input, message, url))) throw notProved();
    const { body, headers } = message;
    const isDigested = input.components.includes('content-digest');
    if (isDigested && !holdsDigestOf(body, headers['content-digest'])) throw notThatBody();
    // Last, and in one turn of the event loop: only what was signed uses a nonce up, and only once.
    if (!this.nonces.use(key.kid, input.nonce)) throw notFresh();
    return key;
  }

  private refuseOtherTimes({ created, expires }: SignatureInput): void {
    const nowSec = this.options.clock.now() / 1000;
    const isNow = Math.abs(nowSec - created) <= SIGNATURE_WINDOW_SECONDS;
    if (!isNow || (expires !== undefined && nowSec > expires)) {
      throw notOfNow(SIGNATURE_WINDOW_SECONDS);
    }
  }

  private keyOf({ keyid, tag, alg }: SignatureInput): RegisteredKey {
    const key = this.options.register().tryFind(keyid);
    if (key === undefined || tag !== SIGNATURE_TAG) throw notProved();
    if (alg !== undefined && alg !== ALGORITHMS[key.algorithm]) throw notProved();
    return key;
  }
}

/** A query and a body count too wherever there is one. */
function refuseUncovered({ components }: SignatureInput, { target, body }: SignedMessage): void {
  const required = [
    ...COMPONENTS,
    ...(target.includes('?') ? ['@query'] : []),
    ...(body.length > 0 ? ['content-digest'] : []),
  ];
  if (!required.every((name) => components.includes(name))) throw notSigned(required);
}

/** TLS ends at the load balancer, so what is signed is an https address of the name asked for. */
function urlOf({ target, headers }: SignedMessage): URL {
  const host = String(headers.host).toLowerCase();
  const text = `https://${host}${target}`;
  if (!URL.canParse(text)) throw notProved();
  const url = new URL(text);
  // What reads differently once it is normalised would be signed as another address than is served.
  const isPlain =
    url.host === host.replace(/:443$/, '') && `${url.pathname}${url.search}` === target;
  if (!isPlain) throw notProved();
  return url;
}

async function isSignedBy(
  { key, algorithm }: RegisteredKey,
  input: SignatureInput,
  { method, headers }: SignedMessage,
  url: URL,
): Promise<boolean> {
  const alg = ALGORITHMS[algorithm];
  // Its types want a text or a buffer; it hands the key to node:crypto, which takes a KeyObject.
  const verify = createVerifier(key as never, alg);
  const config = {
    keyLookup: async () => ({ algs: [alg], verify }),
    tolerance: ANY_TIME_SECONDS,
    notAfter: ANY_TIME_SECONDS,
  };
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  const message = {
    method,
    url,
    headers: { ...Object.fromEntries(present), ...input.headers } as Record<string, string>,
  };
  try {
    return (await httpbis.verifyMessage(config, message)) === true;
  } catch (cause) {
    throw notProved(cause);
  }
}
