import type * as z from 'zod';
import type { RiskAreaSet } from './risk-areas';
import { SEED_RISK_AREAS } from './risk-areas';
import type { RuleSet } from './rule-set';
import { SEED_RULE_SET } from './rule-set';
import { RISK_AREAS_SCHEMA, RULE_SET_SCHEMA } from './rule-set-schema';
import { compareVersions, versionDay } from './rule-version';
import { startOf } from './rules-in-force';

/** What is published under each topic of the control table. */
export interface PublishedContents {
  readonly 'rule-set': RuleSet;
  readonly 'risk-areas': RiskAreaSet;
}

/** Topics of the control table in which rules are published. */
export type RulesTopic = keyof PublishedContents;

/** Both of them. */
export const RULES_TOPICS = ['rule-set', 'risk-areas'] as const satisfies readonly RulesTopic[];

/**
 * How long before it is signed a version may begin: a day covers a decision of the evening that is
 * signed in the morning; more would change what codes have said for days.
 */
export const BACKDATED_HOURS = 24;

/** How long after it is signed it may begin at most: a year mistyped is found here. */
export const AHEAD_DAYS = 90;

/**
 * How far the day of a version may lie after the signature: one day, as days begin earlier in the
 * east. A version of a far day would outrank all that come before that day.
 */
export const VERSION_AHEAD_DAYS = 1;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const SCHEMAS: { readonly [Topic in RulesTopic]: z.ZodType<PublishedContents[Topic]> } = {
  'rule-set': RULE_SET_SCHEMA,
  'risk-areas': RISK_AREAS_SCHEMA,
};

const BUILT_IN: PublishedContents = { 'rule-set': SEED_RULE_SET, 'risk-areas': SEED_RISK_AREAS };

/** Why a version cannot be used; texts of ours only. */
export interface RulesProblem {
  readonly what: string;
  /** Path of the member. */
  readonly field?: string;
  readonly got?: string;
  readonly allowed: string;
  readonly fix: string;
}

/** A version, or why it is none. */
export type ReadContents<Topic extends RulesTopic> =
  | { readonly contents: PublishedContents[Topic] }
  | { readonly problem: RulesProblem };

/**
 * Reads the contents of a version. It depends on what was signed and when, never on the reader's
 * clock, so that every process of every region uses the same versions. Without a time of signature,
 * as in a comparison, any time and version will do.
 */
export function readContents<Topic extends RulesTopic>(
  topic: Topic,
  data: unknown,
  signedAtMs?: number,
): ReadContents<Topic> {
  const parsed = SCHEMAS[topic].safeParse(data);
  if (!parsed.success) return { problem: schemaProblem(topic, parsed.error) };
  const contents = parsed.data as PublishedContents[Topic];
  if (signedAtMs === undefined) return { contents };
  const problem = timeProblem(contents, signedAtMs) ?? versionProblem(topic, contents, signedAtMs);
  return problem === undefined ? { contents } : { problem };
}

const FORMS: Readonly<Record<RulesTopic, string>> = {
  'rule-set':
    'every member that `npm run rules -- show` prints, each of the same kind, and no other',
  'risk-areas': 'version, effectiveFrom and areas, each with areaCode, from and, if it ends, until',
};

function schemaProblem(topic: RulesTopic, error: z.ZodError): RulesProblem {
  const issue = error.issues[0] as z.core.$ZodIssue;
  const field = issue.path.map(String).join('.');
  return {
    what: issue.message.endsWith('received undefined') ? 'it is missing' : issue.message,
    ...(field !== '' && { field }),
    allowed: FORMS[topic],
    fix: 'correct the file and sign it again',
  };
}

function timeProblem(
  contents: PublishedContents[RulesTopic],
  signedAtMs: number,
): RulesProblem | undefined {
  const aheadMs = startOf(contents) - signedAtMs;
  if (aheadMs >= -BACKDATED_HOURS * HOUR_MS && aheadMs <= AHEAD_DAYS * DAY_MS) return undefined;
  return {
    what: `it begins ${aheadMs < 0 ? 'too long before' : 'too long after'} its signature`,
    field: 'effectiveFrom',
    got: contents.effectiveFrom,
    allowed: `from ${BACKDATED_HOURS} hours before to ${AHEAD_DAYS} days after signing`,
    fix: 'correct effectiveFrom, or sign again when its time comes',
  };
}

function versionProblem(
  topic: RulesTopic,
  { version }: PublishedContents[RulesTopic],
  signedAtMs: number,
): RulesProblem | undefined {
  const builtIn = BUILT_IN[topic].version;
  const isNewer = compareVersions(version, builtIn) > 0;
  const day = versionDay(version);
  if (isNewer && day <= signedAtMs + VERSION_AHEAD_DAYS * DAY_MS) return undefined;
  return {
    what: isNewer ? 'its version is of a day to come' : 'its version is not above the built-in one',
    field: 'version',
    got: version,
    allowed: `above ${builtIn}, and of a day no later than the day after signing`,
    fix: 'name the version after the day of signing: 2022-02-01.1',
  };
}
