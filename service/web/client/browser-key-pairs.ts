import type { IKeyPairs } from './device-key';

const DATABASE = 'kapok';
const STORE = 'keys';

/** Pairs of keys in the browser's database, which keeps them without letting anybody read them. */
export const BROWSER_KEY_PAIRS: IKeyPairs = {
  async read(id) {
    const database = await openDatabase();
    const pair = await settled(database.transaction(STORE).objectStore(STORE).get(id));
    database.close();
    return pair;
  },

  async write(id, pair, isWanted) {
    const database = await openDatabase();
    const transaction = database.transaction(STORE, 'readwrite');
    const ended = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error);
    });
    const store = transaction.objectStore(STORE);
    store.put(pair, id);
    for (const other of await settled(store.getAllKeys())) {
      if (!isWanted(String(other))) store.delete(other);
    }
    await ended;
    database.close();
  },
};

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
