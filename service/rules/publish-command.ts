import { parseArgs } from 'node:util';
import type { ControlItem } from '../evacuation/control-items';
import { compareRuleSets } from './compare-rule-sets';
import { LocalCalendar } from './local-calendar';
import { PublishError } from './publish-error';
import { SEED_RISK_AREAS } from './risk-areas';
import { SEED_RULE_SET } from './rule-set';
import { type RulesFile, readPeople, readRulesFile, readSigner } from './rules-files';
import { createRules, type Rules } from './rules-in-force';
import { signedRulesItem } from './signed-rules';

/** The first screen. */
export const PUBLISH_HELP = `Publishes rule sets and lists of risk areas.

  npm run rules -- sign FILE --key KEY.jwk
      checks the YAML or JSON file, signs it and prints the item to put:
      aws dynamodb put-item --table-name TABLE --item "$(npm run -s rules -- sign rules.yaml --key key.jwk)"
  npm run rules -- shadow PEOPLE.jsonl --next FILE [--current FILE] [--areas FILE] [--time-zone ZONE]
      prints what the rules of --next would make of people, against those of --current (the built-in
      ones by default); each line of PEOPLE.jsonl is the array of the stored facts of one person
  npm run rules -- show
      prints the built-in rule set, to begin a new version with
`;

/** What the command stands on. */
export interface PublishEnvironment {
  readonly nowMs: number;
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
}

/** Exit code of what cannot be done as it is asked. */
export const EXIT_USAGE = 2;

/** Carries out a command line; returns its exit code. */
export async function runPublish(
  args: readonly string[],
  environment: PublishEnvironment,
): Promise<number> {
  try {
    await carryOut(args, environment);
    return 0;
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    environment.note(error.toText());
    return EXIT_USAGE;
  }
}

async function carryOut(args: readonly string[], { nowMs, out }: PublishEnvironment) {
  const { values, positionals } = parsed(args);
  const [command, file, ...rest] = positionals;
  if (values.help === true || command === undefined) return out(PUBLISH_HELP);
  if (command === 'show') return out(json(SEED_RULE_SET));
  if (command !== 'sign' && command !== 'shadow') throw usage(command);
  if (file === undefined || rest.length > 0) throw usage(`${positionals.length - 1} files`);
  if (command === 'sign') {
    const signer = readSigner(required(values.key, '--key'));
    return out(json(toAttributes(await sign(readRulesFile(file, nowMs), signer, nowMs))));
  }
  const next = readRulesFile(required(values.next, '--next'));
  const others = [values.current, values.areas].map((one) => one && readRulesFile(one));
  const held = others.filter((one): one is RulesFile => typeof one === 'object');
  const calendar = calendarOf(values['time-zone'] ?? 'Asia/Shanghai');
  const comparison = compareRuleSets(
    readPeople(file),
    rulesOf(held, calendar),
    rulesOf([...held, next], calendar),
    nowMs,
  );
  return out(json(comparison));
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        key: { type: 'string' },
        next: { type: 'string' },
        current: { type: 'string' },
        areas: { type: 'string' },
        'time-zone': { type: 'string' },
      },
    });
  } catch (error) {
    throw usage((error as Error).message);
  }
}

function sign(file: RulesFile, signer: Parameters<typeof signedRulesItem>[2], nowMs: number) {
  return file.topic === 'rule-set'
    ? signedRulesItem(file.topic, file.contents, signer, nowMs)
    : signedRulesItem(file.topic, file.contents, signer, nowMs);
}

/** As if every file held now: the last of each topic, else what is built in. */
function rulesOf(files: readonly RulesFile[], calendar: LocalCalendar): Rules {
  let [ruleSet, riskAreas] = [SEED_RULE_SET, SEED_RISK_AREAS];
  for (const file of files) {
    if (file.topic === 'rule-set') ruleSet = file.contents;
    else riskAreas = file.contents;
  }
  return createRules({
    ruleSets: [{ ...ruleSet, trial: false }],
    riskAreas: [riskAreas],
    calendar,
  });
}

function calendarOf(timeZone: string): LocalCalendar {
  try {
    return new LocalCalendar(timeZone);
  } catch {
    throw new PublishError('RULES_USAGE', 'there is no such time zone', {
      got: timeZone,
      allowed: 'a name of the IANA time-zone database',
      fix: 'use the time zone of the plan',
    });
  }
}

/** As the command line of AWS takes items. */
function toAttributes(item: ControlItem): Record<string, { S: string }> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, { S: `${value}` }]));
}

function required(value: string | undefined, option: string): string {
  if (value === undefined) throw usage(`no ${option}`);
  return value;
}

function usage(got: string): PublishError {
  return new PublishError('RULES_USAGE', 'the command line is not one that exists', {
    got,
    allowed: 'sign FILE --key KEY.jwk, shadow PEOPLE.jsonl --next FILE, show',
    fix: 'see npm run rules -- --help',
  });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
