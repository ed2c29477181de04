import type { SecretStore } from '../adapters/secrets-manager';
import type { CredentialSecretNames } from './environment';
import { isKeySet, makeKeySet } from './key-set';
import { isPepper, makePepper } from './pepper';

/** Puts a value into each secret that has no valid one, and leaves the others as they are. */
export async function fillSecrets(store: SecretStore, names: CredentialSecretNames): Promise<void> {
  await fill(store, names.signingKey, isKeySet, () => JSON.stringify(makeKeySet()));
  await fill(store, names.pepper, isPepper, makePepper);
}

async function fill(
  store: SecretStore,
  secretName: string,
  isValid: (value: string) => boolean,
  make: () => string,
): Promise<void> {
  const value = await store.tryRead(secretName);
  if (value !== undefined && isValid(value)) return;
  await store.write(secretName, make());
}
