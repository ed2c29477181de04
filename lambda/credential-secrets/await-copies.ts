import type { SecretStore } from '../adapters/secrets-manager';
import { LOOK_PAUSE_MS, type Patience, RETRY_PAUSE_MS } from './patience';
import { SecretCopyError } from './secret-error';

/** A secret and what it holds. */
export interface FilledSecret {
  readonly secretName: string;
  readonly value: string;
}

/** Waits until every region holds what the secret holds. */
export async function awaitCopies(
  store: SecretStore,
  { secretName, value }: FilledSecret,
  patience: Patience,
): Promise<void> {
  for (;;) {
    const copies = await patience.whileDenied(() => store.copies(secretName));
    const behind = copies.filter(({ status }) => status !== 'InSync');
    if (behind.length === 0) return;
    if (!patience.waitsForCopies) throw new SecretCopyError(secretName, behind);
    if (behind.some(({ status }) => status === 'Failed')) {
      await patience.sleep(RETRY_PAUSE_MS);
      // Nothing tries a failed copy again but a new version; this one says the same.
      await patience.whileDenied(() => store.write(secretName, value));
    } else {
      await patience.sleep(LOOK_PAUSE_MS);
    }
  }
}
