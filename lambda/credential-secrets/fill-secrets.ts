import type { SecretStore } from '../adapters/secrets-manager';
import { awaitCopies } from './await-copies';
import { KEY_SET, PEPPER, REGISTER, type SecretContent } from './contents';
import type { CredentialSecretNames } from './environment';
import type { Patience } from './patience';
import { SecretValueError } from './secret-error';

const CONTENTS: Readonly<Record<keyof CredentialSecretNames, SecretContent>> = {
  signingKey: KEY_SET,
  pepper: PEPPER,
  channelKeys: REGISTER,
  partnerKeys: REGISTER,
};

/** What a request stands on. */
export interface FillOptions {
  readonly store: SecretStore;
  readonly names: CredentialSecretNames;
  readonly patience: Patience;
  /** Time of the request, epoch milliseconds. */
  readonly nowMs: number;
}

/** Puts a value into each secret that has none, and answers once every region has its copy. */
export async function fillSecrets(options: FillOptions): Promise<void> {
  const { store, names, patience } = options;
  for (const [role, content] of Object.entries(CONTENTS)) {
    const secretName = names[role as keyof CredentialSecretNames];
    // Read anew at each attempt: somebody may have put a value while access was denied.
    await patience.whileDenied(() => fill(secretName, content, options));
  }
  for (const secretName of Object.values(names)) await awaitCopies(store, secretName, patience);
}

/** Never replaces a value: a lost pepper is the loss of every record, a lost key of every credential. */
async function fill(
  secretName: string,
  { allowed, isValid, make, tryComplete }: SecretContent,
  { store, nowMs }: FillOptions,
): Promise<void> {
  const existing = await store.tryRead(secretName);
  if (existing !== undefined && !isValid(existing)) throw new SecretValueError(secretName, allowed);
  const value = existing === undefined ? make(nowMs) : (tryComplete?.(existing, nowMs) ?? existing);
  if (value !== existing) await store.write(secretName, value);
}
