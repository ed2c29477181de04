import type { SecretStore } from '../adapters/secrets-manager';
import { awaitCopies } from './await-copies';
import type { CredentialSecretNames } from './environment';
import { isKeySet, makeKeySet } from './key-set';
import type { Patience } from './patience';
import { isPepper, makePepper } from './pepper';
import { SecretValueError } from './secret-error';

/** What a secret is to hold. */
interface Content {
  readonly allowed: string;
  isValid(value: string): boolean;
  make(): string;
}

const KEY_SET: Content = {
  allowed: 'a set of ES256 keys',
  isValid: isKeySet,
  make: () => JSON.stringify(makeKeySet()),
};

const PEPPER: Content = {
  allowed: '64 hexadecimal characters',
  isValid: isPepper,
  make: makePepper,
};

/** Puts a value into each secret that has none, and answers once every region has its copy. */
export async function fillSecrets(
  store: SecretStore,
  names: CredentialSecretNames,
  patience: Patience,
): Promise<void> {
  const filled = [
    { secretName: names.signingKey, value: await fill(store, names.signingKey, KEY_SET, patience) },
    { secretName: names.pepper, value: await fill(store, names.pepper, PEPPER, patience) },
  ];
  for (const secret of filled) await awaitCopies(store, secret, patience);
}

/** Never replaces a value: a lost pepper is the loss of every record, a lost key of every credential. */
async function fill(
  store: SecretStore,
  secretName: string,
  { allowed, isValid, make }: Content,
  patience: Patience,
): Promise<string> {
  const existing = await patience.whileDenied(() => store.tryRead(secretName));
  if (existing !== undefined) {
    if (!isValid(existing)) throw new SecretValueError(secretName, allowed);
    return existing;
  }
  const value = make();
  await patience.whileDenied(() => store.write(secretName, value));
  return value;
}
