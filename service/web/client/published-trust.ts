import type { StoredTrust } from '../verify/offline-verifier';
import type { IKept } from './stored-codes';

/** Where the keys are published, and the list of codes that hold no longer. */
const KEYS_PATH = '/.well-known/jwks.json';
const LIST_PATH = '/.well-known/revocations';
const KEPT = 'kapok.trust';

/** How long one document may take: longer than a region ever needs, shorter than a queue stands still. */
export const FETCH_BOUND_MS = 5_000;

/** How often they are fetched while the page is seen, on average: keys and list change within minutes. */
export const REFRESH_MS = 5 * 60_000;

/** Fetches what codes are verified with, and keeps it for when there is no network. */
export class PublishedTrust {
  private held: StoredTrust | undefined;

  constructor(
    private readonly kept: IKept,
    private readonly now: () => number,
  ) {
    this.held = readKept(kept);
  }

  /** What is held; undefined before the first fetch of the keys. */
  get stored(): StoredTrust | undefined {
    return this.held;
  }

  /** Fetches both; what cannot be fetched stays as it was. */
  async refresh(): Promise<void> {
    const [keys, list] = await Promise.all([document(KEYS_PATH), document(LIST_PATH)]);
    const revocations = list ?? this.held?.revocations;
    const jwks = keys === undefined ? this.held?.jwks : JSON.parse(keys);
    if (jwks === undefined) return;
    const jwksAtMs = keys === undefined ? (this.held?.jwksAtMs ?? 0) : this.now();
    this.held = { jwks, jwksAtMs, ...(revocations !== undefined && { revocations }) };
    try {
      this.kept.setItem(KEPT, JSON.stringify(this.held));
    } catch {
      // Full or forbidden: it holds until the page is closed.
    }
  }
}

async function document(path: string): Promise<string | undefined> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), FETCH_BOUND_MS);
  try {
    const answer = await fetch(path, {
      signal: abort.signal,
      cache: 'no-cache',
      credentials: 'omit',
    });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function readKept(kept: IKept): StoredTrust | undefined {
  try {
    const stored = JSON.parse(kept.getItem(KEPT) ?? 'null') as StoredTrust | null;
    return Array.isArray(stored?.jwks?.keys) ? (stored ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
