import {
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Fact } from '../facts/fact';
import { readFact } from '../facts/read-fact';
import { type AuthorityKey, registerEntry } from './authority-key';
import { PublishError } from './publish-error';
import { tryReadItem } from './published-item';
import { type PublishedContents, type RulesTopic, readContents } from './published-rules';
import type { RulesSigner } from './signed-rules';

/** Contents of a file with their topic. */
export type RulesFile = {
  [Topic in RulesTopic]: { readonly topic: Topic; readonly contents: PublishedContents[Topic] };
}[RulesTopic];

/**
 * Reads a rule set or a list of risk areas out of a YAML or JSON file, or out of a published item as
 * `aws dynamodb get-item` prints it; with the time of signature, only one that could be published then.
 * @throws PublishError
 */
export function readRulesFile(file: string, signedAtMs?: number): RulesFile {
  const document = parseFile(file);
  const item = tryReadItem(document);
  const data = item === undefined ? document : item.content;
  const isAreas = typeof data === 'object' && data !== null && 'areas' in data;
  return isAreas
    ? { topic: 'risk-areas', contents: checked('risk-areas', data, file, signedAtMs) }
    : { topic: 'rule-set', contents: checked('rule-set', data, file, signedAtMs) };
}

/**
 * The entry of the registers for the private key in a file.
 * @throws PublishError
 */
export function readRegisterEntry(file: string): object {
  readSigner(file);
  return registerEntry(parseFile(file) as AuthorityKey);
}

const KEY = z.looseObject({
  kid: z.string().min(1),
  kty: z.enum(['EC', 'OKP']),
  crv: z.enum(['P-256', 'Ed25519']),
  d: z.string(),
  kapok: z.object({ role: z.literal('authority'), authority: z.string().min(1) }),
});

/**
 * Reads the private key of an authority, as a JSON Web Key with the same `kid` and `kapok` members as
 * in the register.
 * @throws PublishError
 */
export function readSigner(file: string): RulesSigner {
  const { data, error } = KEY.safeParse(parseFile(file));
  if (data === undefined) {
    const path = error.issues[0]?.path.join('.') ?? '';
    throw keyError(`${file}, whose member ${path === '' ? '(all)' : path} is not right`);
  }
  const key = tryPair(data);
  if (key === undefined) throw keyError(`${file}, whose two halves are no pair`);
  const { kid, crv, kapok } = data;
  return { kid, authority: kapok.authority, algorithm: crv === 'P-256' ? 'ES256' : 'EdDSA', key };
}

/** The private half, once it has signed something that the public half in the file verifies. */
function tryPair(jwk: z.infer<typeof KEY>): KeyObject | undefined {
  const { d: _, ...publicHalf } = jwk;
  const hash = jwk.crv === 'P-256' ? 'sha256' : null;
  const probe = Buffer.from(jwk.kid);
  try {
    const key = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' });
    const pair = createPublicKey({ key: publicHalf as JsonWebKey, format: 'jwk' });
    return verify(hash, probe, pair, sign(hash, probe, key)) ? key : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads facts of people: JSON lines, each an array of the stored facts of one person.
 * @throws PublishError
 */
export function readPeople(file: string): Fact[][] {
  const lines = readText(file)
    .split('\n')
    .map((line, at) => [line.trim(), at + 1] as const)
    .filter(([line]) => line !== '');
  return lines.map(([line, number]) => {
    const items = tryParse(line);
    if (!Array.isArray(items)) throw peopleError(file, number);
    return items.map((item) => {
      const fact = readFact(item ?? {}, String(item?.personKey ?? ''));
      if (fact === undefined) throw peopleError(file, number);
      return fact;
    });
  });
}

function checked<Topic extends RulesTopic>(
  topic: Topic,
  data: unknown,
  file: string,
  signedAtMs: number | undefined,
): PublishedContents[Topic] {
  const read = readContents(topic, data, signedAtMs);
  if ('contents' in read) return read.contents;
  const { what, field, got, allowed, fix } = read.problem;
  throw new PublishError('RULES_INVALID', `${field ?? `the ${topic}`}: ${what}`, {
    got: got ?? file,
    allowed,
    fix,
  });
}

function parseFile(file: string): unknown {
  const text = readText(file);
  try {
    // JSON is YAML too.
    return parse(text);
  } catch {
    throw new PublishError('RULES_FILE', 'a file is neither YAML nor JSON', {
      got: file,
      allowed: 'YAML or JSON',
      fix: 'correct the syntax of the file',
    });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new PublishError('RULES_FILE', 'a file cannot be read', {
      got: file,
      allowed: 'a file that exists and may be read',
      fix: 'correct the path',
    });
  }
}

function tryParse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function keyError(got: string): PublishError {
  return new PublishError('RULES_KEY', 'the key is not the private key of an authority', {
    got,
    allowed: 'a private JWK of P-256 or Ed25519 with kid and kapok: {role: authority, authority}',
    fix: 'use the private half of a key that is in the registers with the role authority',
  });
}

/** By its line only: what the line holds is about a person. */
function peopleError(file: string, line: number): PublishError {
  return new PublishError('RULES_FILE', 'a line does not hold the facts of one person', {
    got: `${file}:${line}`,
    allowed: 'a JSON array of facts as they are stored, one person a line',
    fix: 'export the facts again',
  });
}
