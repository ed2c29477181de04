import type { SecretStore } from '../adapters/secrets-manager';
import { LOOK_PAUSE_MS, type Patience, RETRY_PAUSE_MS } from './patience';
import { SecretCopyError } from './secret-error';

/** Waits until every region holds what the secret holds. */
export async function awaitCopies(
  store: SecretStore,
  secretName: string,
  patience: Patience,
): Promise<void> {
  for (;;) {
    const copies = await patience.whileDenied(() => store.copies(secretName));
    const behind = copies.filter(({ status }) => status !== 'InSync');
    if (behind.length === 0) return;
    if (!patience.waitsForCopies) throw new SecretCopyError(secretName, behind);
    if (behind.some(({ status }) => status === 'Failed')) {
      await patience.sleep(RETRY_PAUSE_MS);
      await patience.whileDenied(() => writeAgain(store, secretName));
    } else {
      await patience.sleep(LOOK_PAUSE_MS);
    }
  }
}

/**
 * Nothing tries a failed copy again but a new version; this one says what the secret says now, since
 * an operator or a rotation may have changed it during the wait.
 */
async function writeAgain(store: SecretStore, secretName: string): Promise<void> {
  const value = await store.tryRead(secretName);
  if (value !== undefined) await store.write(secretName, value);
}
