import { type SignText, toBase64Url } from './qr-text';

/** The phone's key: its name for the service, and what signs with it. */
export interface DeviceKey {
  /** Base64url of the compressed P-256 point, 44 characters. */
  readonly name: string;
  readonly sign: SignText;
}

const DATABASE = 'kapok';
const STORE = 'keys';
const KEY = 'device';
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Bytes of a coordinate on P-256. */
const COORDINATE = 32;

/**
 * Opens the phone's key, made at the first visit; its private half can never be read, by this page
 * neither. Undefined where the browser keeps no keys: codes are then bound to no phone.
 */
export async function openDeviceKey(): Promise<DeviceKey | undefined> {
  try {
    const database = await openDatabase();
    const pair = (await readPair(database)) ?? (await makePair(database));
    database.close();
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

async function makePair(database: IDBDatabase): Promise<CryptoKeyPair> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign']);
  const transaction = database.transaction(STORE, 'readwrite');
  transaction.objectStore(STORE).put(pair, KEY);
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
  });
  return pair;
}

async function readPair(database: IDBDatabase): Promise<CryptoKeyPair | undefined> {
  return settled(database.transaction(STORE).objectStore(STORE).get(KEY));
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
