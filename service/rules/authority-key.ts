import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { PublishError } from './publish-error';

/** An authority's key as `sign` takes it: a JSON Web Key with the members of a register. */
export interface AuthorityKey extends JsonWebKey {
  readonly kid: string;
  readonly kapok: { readonly role: 'authority'; readonly authority: string };
}

/** What a name may hold, as the registers have it. */
const NAME = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * Makes a private key for an authority; P-256, which every register and every signer takes.
 * @throws PublishError when a name is none
 */
export function makeAuthorityKey(authority: string, kid: string): AuthorityKey {
  for (const [option, name] of [
    ['--authority', authority],
    ['--kid', kid],
  ] as const) {
    if (!NAME.test(name)) throw badName(option, name);
  }
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid, kapok: { role: 'authority', authority } };
}

/** The half that stands in the registers. */
export function registerEntry({ d: _, ...publicHalf }: AuthorityKey): Omit<AuthorityKey, 'd'> {
  return publicHalf;
}

function badName(option: string, got: string): PublishError {
  return new PublishError('RULES_USAGE', `${option} is no name`, {
    got: got === '' ? 'nothing' : got,
    allowed: '1 to 64 letters, digits, dots, dashes or underscores',
    fix: 'use another name',
  });
}
