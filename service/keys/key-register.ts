import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { SecretValueError } from '../secrets/secret-values';

/** Between two reads of a register, on average: a key that was added holds everywhere within minutes. */
export const REGISTER_REFRESH_SECONDS = 2 * 60;

/** What a key may be used for, in the member `kapok` of its JSON Web Key. */
export type KeyOwner =
  /** A channel that proves who its users are. */
  | { readonly role: 'channel'; readonly channel: string; readonly scopes: readonly string[] }
  /** A partner that sends records. */
  | {
      readonly role: 'source';
      readonly source: string;
      /** Kinds of facts it may send. */
      readonly kinds: readonly string[];
      /** What one process takes of it. */
      readonly recordsPerMinute: number;
      /** Greatest share of the people of a batch that it may turn red or yellow at once, 0 to 1. */
      readonly nonGreenShare: number;
    }
  /** A person who may release what was put in quarantine. */
  | { readonly role: 'supervisor'; readonly supervisor: string }
  /** Who publishes rule sets and risk areas. */
  | { readonly role: 'authority'; readonly authority: string };

/** A public key with whom it belongs to. */
export interface RegisteredKey {
  readonly kid: string;
  readonly key: KeyObject;
  /** How it signs: the only algorithm that is accepted from it. */
  readonly algorithm: 'ES256' | 'EdDSA';
  readonly owner: KeyOwner;
}

/** The keys of those whose signatures count. */
export interface IKeyRegister {
  /** The key of this name; undefined when nobody has it. */
  tryFind(kid: string): RegisteredKey | undefined;
  /** All keys, in the order of the register. */
  all(): readonly RegisteredKey[];
}

const name = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/);

const OWNER = z.discriminatedUnion('role', [
  z.object({ role: z.literal('channel'), channel: name, scopes: z.array(name).min(1) }),
  z.object({
    role: z.literal('source'),
    source: name,
    kinds: z.array(name).min(1),
    recordsPerMinute: z.number().int().min(1),
    nonGreenShare: z.number().min(0).max(1),
  }),
  z.object({ role: z.literal('supervisor'), supervisor: name }),
  z.object({ role: z.literal('authority'), authority: name }),
]);

const JWK = z.looseObject({
  kid: z.string().min(1).max(256),
  kty: z.enum(['EC', 'OKP']),
  kapok: OWNER,
  // A key whose private half lies in a register that many read proves nothing any more.
  d: z.undefined().optional(),
});

const REGISTER = z.object({ keys: z.array(z.unknown()) });

/** The register of one secret. */
export class KeyRegister implements IKeyRegister {
  /** @param texts the entry that each key was read from */
  constructor(
    private readonly keys: ReadonlyMap<string, RegisteredKey>,
    private readonly texts: ReadonlyMap<string, string>,
  ) {}

  tryFind(kid: string): RegisteredKey | undefined {
    return this.keys.get(kid);
  }

  all(): readonly RegisteredKey[] {
    return [...this.keys.values()];
  }

  /** How many keys there are. */
  get size(): number {
    return this.keys.size;
  }

  /** The key that was read from exactly this entry. */
  tryFindEntry(kid: unknown, text: string): RegisteredKey | undefined {
    if (typeof kid !== 'string' || this.texts.get(kid) !== text) return undefined;
    return this.keys.get(kid);
  }
}

/**
 * Reads the value of a register: a JWK set whose keys each say in `kapok` whose they are. A key that
 * cannot be read is left out and named: one bad entry must not lock everybody out. Of two keys of one
 * name the first holds. A key that stands as it stood `before` stays the same object, so that what was
 * verified with it need not be verified again after each read.
 * @throws SecretValueError when the whole is not a JWK set
 */
export function readKeyRegister(
  text: string,
  onBadKey: (kid: string) => void,
  before?: KeyRegister,
): KeyRegister {
  const { data } = REGISTER.safeParse(tryParse(text));
  if (data === undefined) throw new SecretValueError('a register of public keys is not a JWK set');
  const keys = new Map<string, RegisteredKey>();
  const texts = new Map<string, string>();
  for (const entry of data.keys) {
    const entryText = JSON.stringify(entry);
    const kid = (entry as { readonly kid?: unknown } | null)?.kid;
    const key = before?.tryFindEntry(kid, entryText) ?? tryReadKey(entry);
    if (key === undefined || keys.has(key.kid)) {
      onBadKey(String(kid ?? 'without a name'));
    } else {
      keys.set(key.kid, key);
      texts.set(key.kid, entryText);
    }
  }
  return new KeyRegister(keys, texts);
}

function tryReadKey(entry: unknown): RegisteredKey | undefined {
  const { data } = JWK.safeParse(entry);
  if (data === undefined) return undefined;
  try {
    const key = createPublicKey({ key: data as unknown as JsonWebKey, format: 'jwk' });
    const algorithm = algorithmOf(key);
    if (algorithm === undefined) return undefined;
    return { kid: data.kid, key, algorithm, owner: data.kapok };
  } catch {
    return undefined;
  }
}

function algorithmOf(key: KeyObject): RegisteredKey['algorithm'] | undefined {
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA';
  const curve = key.asymmetricKeyDetails?.namedCurve;
  return curve === 'prime256v1' ? 'ES256' : undefined;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
