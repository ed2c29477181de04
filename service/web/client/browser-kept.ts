import type { IKept } from './stored-codes';

/** A storage of the browser, or memory where the browser forbids it. */
export function openKept(name: 'localStorage' | 'sessionStorage'): IKept {
  try {
    const storage = globalThis[name];
    storage.getItem('');
    return storage;
  } catch {
    const values = new Map<string, string>();
    return {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
    };
  }
}
