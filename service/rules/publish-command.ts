import type { ControlItem } from '../evacuation/control-items';
import { makeAuthorityKey } from './authority-key';
import { compareRuleSets, type RulesComparison } from './compare-rule-sets';
import { LocalCalendar } from './local-calendar';
import { PublishError } from './publish-error';
import { COMMAND_FORMS, type CommandLine, readCommandLine } from './publish-usage';
import { SEED_RISK_AREAS } from './risk-areas';
import { SEED_RULE_SET } from './rule-set';
import {
  type RulesFile,
  readPeople,
  readRegisterEntry,
  readRulesFile,
  readSigner,
} from './rules-files';
import { createRules, type Rules } from './rules-in-force';
import { signedRulesItem } from './signed-rules';

/** The first screen. */
export const PUBLISH_HELP = `Publishes rule sets and lists of risk areas.

  npm run --silent rules -- ${COMMAND_FORMS.show}
      prints the built-in rule set, or what FILE holds, to begin a new version with; change version and
      effectiveFrom in it
  npm run --silent rules -- ${COMMAND_FORMS.shadow}
      prints what the rules of --next would make of people, against those of --current (the built-in
      ones by default); each line of PEOPLE.jsonl is the array of the stored facts of one person
  npm run --silent rules -- ${COMMAND_FORMS.sign}
      checks FILE, signs it and prints the item to put:
      aws dynamodb put-item --table-name TABLE --item file://ITEM.json
  npm run --silent rules -- ${COMMAND_FORMS.key}
      makes the private key of an authority and prints it; keep it where rules are signed
  npm run --silent rules -- ${COMMAND_FORMS.entry}
      prints the entry of the registers for a private key

FILE is YAML or JSON, or a published item as aws dynamodb get-item prints it.
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
  const line = readCommandLine(args);
  if (line === undefined) return out(PUBLISH_HELP);
  const { command, file, options } = line;
  switch (command) {
    case 'show':
      return out(json(options.from ? readRulesFile(options.from).contents : SEED_RULE_SET));
    case 'key':
      return out(json(makeAuthorityKey(options.authority ?? '', options.kid ?? '')));
    case 'entry':
      return out(json(readRegisterEntry(file)));
    case 'sign': {
      const signer = readSigner(options.key ?? '');
      return out(json(toAttributes(await sign(readRulesFile(file, nowMs), signer, nowMs))));
    }
    case 'shadow':
      return out(json(comparisonOf(line, nowMs)));
  }
}

function comparisonOf({ file, options }: CommandLine, nowMs: number): RulesComparison {
  const next = readRulesFile(options.next ?? '');
  const others = [options.current, options.areas].map((one) => one && readRulesFile(one));
  const held = others.filter((one): one is RulesFile => typeof one === 'object');
  const calendar = calendarOf(options['time-zone'] ?? 'Asia/Shanghai');
  const [current, changed] = [rulesOf(held, calendar), rulesOf([...held, next], calendar)];
  return compareRuleSets(readPeople(file), current, changed, nowMs);
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

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
