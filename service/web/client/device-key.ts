import { type SignText, toBase64Url } from './qr-text';
import { type IKept, type PersonId, SELF } from './stored-codes';

/** A key of the phone: its name for the service, and what signs with it. */
export interface DeviceKey {
  /** Base64url of the compressed P-256 point, 44 characters. */
  readonly name: string;
  readonly sign: SignText;
}

type Key = Parameters<typeof crypto.subtle.exportKey>[1];

/** A `CryptoKeyPair`, by a name that programs outside browsers know too. */
export interface KeyPair {
  readonly publicKey: Key;
  readonly privateKey: Key;
}

/** Where pairs of keys are kept. */
export interface IKeyPairs {
  read(id: string): Promise<KeyPair | undefined>;
  /** Keeps one more, and of the others those whose ids are wanted. */
  write(id: string, pair: KeyPair, isWanted: (id: string) => boolean): Promise<void>;
}

/** What `DeviceKeys` needs. */
export interface DeviceKeysOptions {
  readonly kept: IKept;
  readonly pairs: IKeyPairs;
  readonly now: () => number;
}

const MARK = 'kapok.device';
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Bytes of a coordinate on P-256. */
const COORDINATE = 32;

/**
 * The phone's keys: one for each local day and person shown, since every QR carries its name. One for ever
 * would tell who scans it that today's pseudonym is yesterday's, and that two people share a phone. Their
 * private halves can never be read, by this page neither.
 */
export class DeviceKeys {
  private readonly made = new Map<string, Promise<DeviceKey | undefined>>();

  constructor(private readonly options: DeviceKeysOptions) {}

  /**
   * Today's key of a person, made when it is first asked for. Undefined where the browser keeps no keys:
   * codes are then bound to no phone.
   */
  current(person: PersonId): Promise<DeviceKey | undefined> {
    const id = idOf(this.days()[0], person);
    const known = this.made.get(id);
    if (known !== undefined) return known;
    const made = this.readOrMake(id).catch(() => undefined);
    this.made.set(id, made);
    return made;
  }

  /** The key that a credential is bound to: today's, or yesterday's while it lives, 24 hours at most. */
  async bound(person: PersonId | undefined, name: string | undefined) {
    if (name === undefined) return undefined;
    for (const day of this.days()) {
      const id = idOf(day, person ?? SELF);
      const key = await (this.made.get(id) ?? this.read(id).catch(() => undefined));
      if (key?.name === name) return key;
    }
    return undefined;
  }

  private async readOrMake(id: string): Promise<DeviceKey> {
    return (await this.read(id)) ?? this.make(id);
  }

  private async read(id: string): Promise<DeviceKey | undefined> {
    const { kept, pairs } = this.options;
    // At a first visit there is nothing to look for: to open the database takes a slow phone 0.2 s.
    const pair = kept.getItem(MARK) === null ? undefined : await pairs.read(id);
    return pair && keyOf(pair);
  }

  /** Stored beside the first request, not before it: should that fail, the next visit makes another. */
  private async make(id: string): Promise<DeviceKey> {
    const { kept, pairs } = this.options;
    const pair = await crypto.subtle.generateKey(CURVE, false, ['sign']);
    const days = this.days();
    void pairs
      .write(id, pair, (other) => days.some((day) => other.startsWith(`${day}.`)))
      .then(() => kept.setItem(MARK, 'yes'))
      .catch(() => undefined);
    return keyOf(pair);
  }

  /** Today and yesterday: codes of the day before that are over. */
  private days(): readonly [string, string] {
    const today = new Date(this.options.now());
    const yesterday = new Date(today);
    yesterday.setDate(today.getDate() - 1);
    return [dayOf(today), dayOf(yesterday)];
  }
}

function idOf(day: string, person: PersonId): string {
  return `${day}.${person}`;
}

function dayOf(date: Date): string {
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

async function keyOf(pair: KeyPair): Promise<DeviceKey> {
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return {
    name: toBase64Url(compressed(point)),
    sign: async (text) => {
      const bytes = new TextEncoder().encode(text);
      return new Uint8Array(await crypto.subtle.sign(SIGNING, pair.privateKey, bytes));
    },
  };
}

/** The first coordinate with the parity of the second: SEC 1, section 2.3.3. */
function compressed(point: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + COORDINATE);
  bytes[0] = 2 + ((point[2 * COORDINATE] ?? 0) & 1);
  bytes.set(point.subarray(1, 1 + COORDINATE), 1);
  return bytes;
}
