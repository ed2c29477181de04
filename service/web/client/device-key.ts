import { type SignText, toBase64Url } from './qr-text';
import type { IKept } from './stored-codes';

/** The phone's key: its name for the service, and what signs with it. */
export interface DeviceKey {
  /** Base64url of the compressed P-256 point, 44 characters. */
  readonly name: string;
  readonly sign: SignText;
}

const DATABASE = 'kapok';
const STORE = 'keys';
const KEY = 'device';
const MARK = 'kapok.device';
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Bytes of a coordinate on P-256. */
const COORDINATE = 32;

/**
 * Opens the phone's key, made at the first visit; its private half can never be read, by this page
 * neither. Undefined where the browser keeps no keys: codes are then bound to no phone.
 */
export async function openDeviceKey(kept: IKept): Promise<DeviceKey | undefined> {
  try {
    // At a first visit there is nothing to look for: to open the database takes a slow phone 0.2 s.
    const isKnown = kept.getItem(MARK) !== null;
    const pair = (isKnown ? await readPair() : undefined) ?? (await makePair(kept));
    const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    return {
      name: toBase64Url(compressed(point)),
      sign: async (text) => {
        const bytes = new TextEncoder().encode(text);
        return new Uint8Array(await crypto.subtle.sign(SIGNING, pair.privateKey, bytes));
      },
    };
  } catch {
    return undefined;
  }
}

/** Stored beside the first request, not before it: should that fail, the next visit makes another. */
async function makePair(kept: IKept): Promise<CryptoKeyPair> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign']);
  void storePair(pair).then(
    () => kept.setItem(MARK, 'yes'),
    () => undefined,
  );
  return pair;
}

async function storePair(pair: CryptoKeyPair): Promise<void> {
  const database = await openDatabase();
  const transaction = database.transaction(STORE, 'readwrite');
  transaction.objectStore(STORE).put(pair, KEY);
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
  });
  database.close();
}

async function readPair(): Promise<CryptoKeyPair | undefined> {
  const database = await openDatabase();
  const pair = await settled(database.transaction(STORE).objectStore(STORE).get(KEY));
  database.close();
  return pair;
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

function settled<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The first coordinate with the parity of the second: SEC 1, section 2.3.3. */
function compressed(point: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + COORDINATE);
  bytes[0] = 2 + ((point[2 * COORDINATE] ?? 0) & 1);
  bytes.set(point.subarray(1, 1 + COORDINATE), 1);
  return bytes;
}
