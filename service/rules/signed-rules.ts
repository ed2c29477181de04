import { CompactSign, compactVerify } from 'jose';
import * as z from 'zod';
import type { ControlItem } from '../evacuation/control-items';
import type { IKeyRegister, RegisteredKey } from '../keys/key-register';
import {
  type PublishedContents,
  type RulesProblem,
  type RulesTopic,
  readContents,
} from './published-rules';

/** Type in the header of signed rules, so that no other token passes for them. */
export const RULES_TYPE = 'kapok-rules+jwt';

/** Longest signed rules, characters: an item of the table holds 400 kB. */
export const SIGNED_RULES_LENGTH = 300_000;

/** What is signed; the topic too, so that nothing can be published as what it is not. */
const CLAIMS = z.object({
  iss: z.string(),
  iat: z.int(),
  topic: z.string(),
  content: z.unknown(),
});

/** Who signs. */
export interface RulesSigner {
  readonly kid: string;
  /** As in the register: the authority whose key it is. */
  readonly authority: string;
  readonly algorithm: RegisteredKey['algorithm'];
  readonly key: Parameters<CompactSign['sign']>[0];
}

/** Published rules that cannot be used; the message holds nothing that was received. */
export class BadRulesError extends Error {
  constructor(readonly problem: Omit<RulesProblem, 'got'>) {
    super(problem.field === undefined ? problem.what : `${problem.field}: ${problem.what}`);
  }
}

/** The item by which a version is published: its name is the version. */
export async function signedRulesItem<Topic extends RulesTopic>(
  topic: Topic,
  content: PublishedContents[Topic],
  { kid, authority, algorithm, key }: RulesSigner,
  nowMs: number,
): Promise<ControlItem> {
  const claims = { iss: authority, iat: Math.floor(nowMs / 1000), topic, content };
  const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: algorithm, kid, typ: RULES_TYPE })
    .sign(key);
  return { topic, name: content.version, jws };
}

/**
 * Reads a published version.
 * @throws BadRulesError
 */
export async function readSignedRules<Topic extends RulesTopic>(
  topic: Topic,
  item: ControlItem,
  register: IKeyRegister,
): Promise<PublishedContents[Topic]> {
  const { jws, name } = item;
  if (typeof jws !== 'string' || jws.length > SIGNED_RULES_LENGTH) {
    throw bad('the item holds no signed rules', 'a compact JWS in the attribute jws');
  }
  const claims = await verified(jws, register);
  if (claims.topic !== topic) throw bad('it was signed for another topic', topic);
  const read = readContents(topic, claims.content, claims.iat * 1000);
  if ('problem' in read) throw new BadRulesError(read.problem);
  if (read.contents.version !== name) {
    throw bad('the item is not named after its version', 'the version as the name');
  }
  return read.contents;
}

async function verified(jws: string, register: IKeyRegister): Promise<z.infer<typeof CLAIMS>> {
  let owner: RegisteredKey['owner'] | undefined;
  const findKey = ({ kid, alg }: { kid?: string; alg?: string }) => {
    const found = kid === undefined ? undefined : register.tryFind(kid);
    if (found?.owner.role !== 'authority' || found.algorithm !== alg) throw new Error('no key');
    owner = found.owner;
    return found.key;
  };
  const result = await compactVerify(jws, findKey).catch(() => undefined);
  if (result === undefined || result.protectedHeader.typ !== RULES_TYPE) {
    throw bad('no registered key of an authority signed it', `a JWS of type ${RULES_TYPE}`);
  }
  const { data } = CLAIMS.safeParse(tryParse(result.payload));
  if (data === undefined || owner?.role !== 'authority' || data.iss !== owner.authority) {
    throw bad('it does not say who signed what and when', 'iss, iat, topic and content');
  }
  return data;
}

function tryParse(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return undefined;
  }
}

function bad(what: string, allowed: string): BadRulesError {
  return new BadRulesError({ what, allowed, fix: 'sign the rules again and put the new item' });
}
