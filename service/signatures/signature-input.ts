import {
  isInnerList,
  type Parameters,
  parseDictionary,
  serializeDictionary,
} from 'structured-headers';
import { notSigned } from './signature-error';

/** Label of the signature that counts; those of others, a proxy's for one, are passed over. */
export const SIGNATURE_LABEL = 'kapok';

/** Tag of the signature, so that one made for another purpose does not pass for one. */
export const SIGNATURE_TAG = 'kapok-records';

/** Longest nonce: 64 characters hold 384 bits. */
export const NONCE_LENGTH = 64;

/** Longest name of a key that a register takes. */
const KEY_NAME_LENGTH = 256;

/** What every signature covers. */
export const COMPONENTS = ['@method', '@authority', '@path'] as const;

/** What the one signature that counts says of itself; nothing of it is proved yet. */
export interface SignatureInput {
  /** Names of what is covered, none of them with parameters. */
  readonly components: readonly string[];
  /** Epoch seconds. */
  readonly created: number;
  readonly expires: number | undefined;
  readonly nonce: string;
  readonly keyid: string;
  readonly tag: string;
  /** What the sender says; never believed, only compared. */
  readonly alg: string | undefined;
  /** The two headers with this signature alone. */
  readonly headers: { readonly signature: string; readonly 'signature-input': string };
}

/** The two headers as they arrived. */
export interface SignatureHeaders {
  readonly signature?: string | string[] | undefined;
  readonly 'signature-input'?: string | string[] | undefined;
}

/** A label that stands twice: the last one would count, but not for every reader. */
const REPEATED = new RegExp(`(^|,)\\s*${SIGNATURE_LABEL}=.*,\\s*${SIGNATURE_LABEL}=`);

/**
 * Reads the signature that counts.
 * @throws ServiceError `KAPOK_SIGNATURE_MISSING` when it is absent, ambiguous or incomplete
 */
export function readSignatureInput(headers: SignatureHeaders): SignatureInput {
  const [input, inputText] = member(headers['signature-input']);
  const [signature, signatureText] = member(headers.signature);
  if (input === undefined || signature === undefined) throw notSigned(COMPONENTS);
  if (!isInnerList(input) || !(signature[0] instanceof ArrayBuffer)) throw notSigned(COMPONENTS);
  const [items, parameters] = input;
  const components = items.map(([name, own]) => (own.size === 0 ? name : undefined));
  if (!components.every((name) => typeof name === 'string')) throw notSigned(COMPONENTS);
  if (new Set(components).size < components.length) throw notSigned(COMPONENTS);
  return {
    components,
    ...readParameters(parameters),
    headers: { signature: signatureText, 'signature-input': inputText },
  };
}

type Member = ReturnType<typeof parseDictionary> extends Map<string, infer One> ? One : never;

/** The member of our label, and the header with nothing else in it. */
function member(header: string | string[] | undefined): [Member | undefined, string] {
  const text = Array.isArray(header) ? header.join(', ') : (header ?? '');
  if (REPEATED.test(text)) throw notSigned(COMPONENTS);
  try {
    const one = parseDictionary(text).get(SIGNATURE_LABEL);
    return one === undefined
      ? [undefined, '']
      : [one, serializeDictionary(new Map([[SIGNATURE_LABEL, one]]))];
  } catch {
    throw notSigned(COMPONENTS);
  }
}

function readParameters(parameters: Parameters) {
  const [created, expires] = ['created', 'expires'].map((name) => parameters.get(name));
  const [nonce, keyid, tag] = ['nonce', 'keyid', 'tag'].map((name) => parameters.get(name));
  const alg = parameters.get('alg');
  const isComplete =
    isSecond(created) &&
    isText(nonce, NONCE_LENGTH) &&
    isText(keyid, KEY_NAME_LENGTH) &&
    isText(tag, KEY_NAME_LENGTH) &&
    (alg === undefined || typeof alg === 'string');
  if (!isComplete || !(expires === undefined || isSecond(expires))) throw notSigned(COMPONENTS);
  return { created, expires, nonce, keyid, tag, alg };
}

function isSecond(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longest;
}
