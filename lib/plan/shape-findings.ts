import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { type Finding, formatGot, nearestOf, valueIn } from './finding';
import type { PlanErrorCode } from './plan-error-codes';
import type { DocumentPath } from './yaml-source';

type Issue = z.core.$ZodIssue;
type Rule = Pick<Finding, 'code' | 'allowed' | 'fix'>;

/** What checking the shape of a document found, and the document without its unknown keys. */
export interface ShapeCheck {
  readonly findings: readonly Finding[];
  /** Unknown keys removed, so that the rest can still be read part by part. */
  readonly known: unknown;
}

// A required key is not called missing as well when a slip this small of it stands beside.
const SLIP_DISTANCE = 3;

// No key of a plan lies deeper; values that hold themselves would go on for ever.
const LONGEST_PATH = 5;

/** Compares a document with its schema: one finding for each thing to change. */
export function checkShape(schema: z.ZodType, raw: unknown): ShapeCheck {
  const issues = schema.safeParse(raw).error?.issues ?? [];
  const seen = issues.flatMap((issue) => findingsOf(schema, raw, issue, []));
  const isSeen = ({ path }: Finding) => seen.some((one) => one.path.join() === path.join());
  const findings = [...seen, ...prototypeKeys(raw, []).filter((one) => !isSeen(one))];
  const unknown = findings.filter(({ code }) => code === 'KAPOK_PLAN_UNKNOWN_KEY');
  return {
    findings: findings.filter((finding) => !isSlip(finding, unknown)),
    known: withoutKeys(raw, unknown),
  };
}

// The schema library passes this key over without a word in a mapping of free keys.
const PROTOTYPE_KEY = '__proto__';

function prototypeKeys(value: unknown, path: DocumentPath): readonly Finding[] {
  if (typeof value !== 'object' || value === null || path.length > LONGEST_PATH) return [];
  const here = Object.hasOwn(value, PROTOTYPE_KEY)
    ? [unknownKey([...path, PROTOTYPE_KEY], ['the keys of a plan, or times of day in a curve'])]
    : [];
  const inside = Object.entries(value).flatMap(([key, inner]) => {
    const segment = Array.isArray(value) ? Number(key) : key;
    return key === PROTOTYPE_KEY ? [] : prototypeKeys(inner, [...path, segment]);
  });
  return [...here, ...inside];
}

function isSlip({ code, path }: Finding, unknown: readonly Finding[]): boolean {
  if (code !== 'KAPOK_PLAN_MISSING') return false;
  const parent = path.slice(0, -1).join();
  const key = String(path.at(-1)).toLowerCase();
  return unknown.some(
    (other) =>
      other.path.slice(0, -1).join() === parent &&
      distance(String(other.path.at(-1)).toLowerCase(), key) <= SLIP_DISTANCE,
  );
}

function withoutKeys(raw: unknown, unknown: readonly Finding[]): unknown {
  const copy = structuredClone(raw);
  for (const { path } of unknown) {
    const parent = valueIn(copy, path.slice(0, -1)) as Record<string, unknown>;
    delete parent[String(path.at(-1))];
  }
  return copy;
}

function findingsOf(
  schema: z.ZodType,
  raw: unknown,
  issue: Issue,
  base: DocumentPath,
): readonly Finding[] {
  const path = [...base, ...(issue.path as (string | number)[])];
  const value = valueIn(raw, path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeysAt(schema, path);
    return issue.keys.map((key) => unknownKey([...path, key], known));
  }
  if (issue.code === 'invalid_key') {
    const allowed = issue.issues[0]?.message ?? issue.message;
    const rule = { code: 'KAPOK_PLAN_VALUE', allowed, fix: 'correct the key' } as const;
    return [{ ...rule, path, what: 'the key is not right', got: String(path.at(-1)), part: 'key' }];
  }
  if (value === undefined) return [missing(path)];
  if (issue.code === 'invalid_union' && typeof value === 'object' && value !== null) {
    // A list is meant as the 24 values of a curve, a mapping as its anchor points.
    const branch = issue.errors[Array.isArray(value) ? 0 : 1] ?? [];
    return branch.flatMap((inner) => findingsOf(schema, raw, inner, path));
  }
  const rule = ruleOf(issue);
  return [{ ...rule, path, what: WHAT[rule.code] ?? '', got: formatGot(value) }];
}

const WHAT: Partial<Record<PlanErrorCode, string>> = {
  KAPOK_PLAN_TYPE: 'the value has the wrong type',
  KAPOK_PLAN_RANGE: 'the value is too small or too large',
  KAPOK_PLAN_VALUE: 'the value is not right',
};

function ruleOf(issue: Issue): Rule {
  switch (issue.code) {
    case 'invalid_type':
      // A schema that says in words what it wants says it better than the name of a type.
      return typeRule(
        issue.message.startsWith('Invalid input')
          ? (TYPE_NAMES[issue.expected] ?? issue.expected)
          : issue.message,
      );
    case 'invalid_union':
      return typeRule('24 values or a mapping of anchor points');
    case 'invalid_value':
      return {
        code: 'KAPOK_PLAN_VALUE',
        allowed: issue.values.map(String).join(', '),
        fix: 'write one of them',
      };
    case 'too_small':
      return rangeRule(issue, `${issue.inclusive === false ? 'more than' : 'at least'}`);
    case 'too_big':
      return rangeRule(issue, 'at most');
    default:
      return { code: 'KAPOK_PLAN_VALUE', allowed: issue.message, fix: 'correct the value' };
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function typeRule(expected: string): Rule {
  return { code: 'KAPOK_PLAN_TYPE', allowed: expected, fix: `write ${expected}` };
}

const UNITS: Readonly<Record<string, string>> = { array: ' entries', string: ' characters' };

function rangeRule(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  comparison: string,
): Rule {
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const unit = UNITS[issue.origin] ?? '';
  const bound = `${issue.exact === true ? 'exactly' : comparison} ${limit}${unit}`;
  return {
    code: 'KAPOK_PLAN_RANGE',
    // A schema that says why in words says it better than the bare bound.
    allowed: /^Too (?:small|big)/.test(issue.message) ? bound : issue.message,
    fix: unit === '' ? 'change the number' : `change how many${unit} there are`,
  };
}

function missing(path: DocumentPath): Finding {
  const key = String(path.at(-1) ?? '');
  return {
    code: 'KAPOK_PLAN_MISSING',
    path,
    what: 'a required key is missing',
    got: 'nothing',
    allowed: `a value for ${key}`,
    fix: `add ${key}`,
  };
}

function unknownKey(path: DocumentPath, known: readonly string[]): Finding {
  const key = String(path.at(-1));
  const near = nearestOf(key, known);
  return {
    code: 'KAPOK_PLAN_UNKNOWN_KEY',
    path,
    what: 'the key means nothing here',
    got: key,
    allowed: known.join(', '),
    fix: near === undefined ? 'remove it' : `did you mean ${near}? rename or remove it`,
    part: 'key',
  };
}

interface JsonSchemaNode {
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly items?: JsonSchemaNode;
}

function knownKeysAt(schema: z.ZodType, path: DocumentPath): readonly string[] {
  const root = z.toJSONSchema(schema, { io: 'input' }) as JsonSchemaNode;
  const node = path.reduce<JsonSchemaNode | undefined>(
    (at, segment) => (typeof segment === 'number' ? at?.items : at?.properties?.[segment]),
    root,
  );
  return Object.keys(node?.properties ?? {});
}
