import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { makeProgram } from '../bin/command-line';
import { COMMAND_ERROR_CODES, EXIT } from '../bin/failure';
import { DEVIATION_CODES } from '../lib/drill/verdict';
import { PLAN_ERROR_CODES } from '../lib/plan/plan-error-codes';
import { TOPOLOGY_ERROR_CODES } from '../lib/topology/topology-error';
import { ROUTING_RULE_CODES } from '../lib/twin/route53/routing-rule-error';
import { TWIN_ERROR_CODES } from '../lib/twin/twin-error';

const README = readFileSync(resolve(__dirname, '../README.md'), 'utf8');

const program = makeProgram(
  {
    signal: new AbortController().signal,
    out: () => undefined,
    note: () => undefined,
    now: new Date(0),
  },
  () => undefined,
);

/** First cells of the rows of the table whose header begins with `header`. */
function firstCells(header: string): string[] {
  const lines = README.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${header} |`));
  if (start === -1) throw new Error(`the README has no table headed ${header}`);
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => line.split('|')[1]?.trim().replaceAll('`', '') ?? '');
}

function flagsOf(verb: string): string[] {
  const command = program.commands.find((candidate) => candidate.name() === verb);
  if (command === undefined) throw new Error(`no verb ${verb}`);
  return command.options.map((option) => option.flags);
}

describe('README', () => {
  test('names every verb, and none that does not exist', () => {
    const named = new Set([...README.matchAll(/npx kapok ([a-z-]+)/g)].map(([, verb]) => verb));

    expect([...named].sort()).toEqual(program.commands.map((verb) => verb.name()).sort());
  });

  test('lists every flag of rehearse with its default, and none that does not exist', () => {
    const everyVerb = ['--plan <file>', '--json'];
    const flags = flagsOf('rehearse').filter((flag) => !everyVerb.includes(flag));

    expect(firstCells('Flag of `rehearse`')).toEqual(flags);
    for (const flag of everyVerb) expect(README).toContain(`\`${flag}\``);
  });

  test('states the defaults that the command line has', () => {
    const rehearse = program.commands.find((verb) => verb.name() === 'rehearse');
    for (const { flags, defaultValue } of rehearse?.options ?? []) {
      if (typeof defaultValue !== 'number') continue;
      const row = README.split('\n').find((line) => line.startsWith(`| \`${flags}\` |`));
      expect(row).toMatch(new RegExp(`\\| ${defaultValue} \\|$`));
    }
  });

  test('explains the flags of check', () => {
    for (const flag of flagsOf('check')) {
      expect(README).toContain(flag.split(' ')[0]);
    }
  });

  test('lists every exit code, and none that does not exist', () => {
    expect(firstCells('Exit code').map(Number).sort()).toEqual(Object.values(EXIT).sort());
  });

  test('lists every error code of the command line with its meaning, and none that does not exist', () => {
    const codes = {
      ...COMMAND_ERROR_CODES,
      ...PLAN_ERROR_CODES,
      ...TOPOLOGY_ERROR_CODES,
      ...TWIN_ERROR_CODES,
      ...ROUTING_RULE_CODES,
      ...DEVIATION_CODES,
    };

    expect(firstCells('Code')).toEqual(Object.keys(codes));
    for (const [code, meaning] of Object.entries(codes)) {
      expect(README).toContain(`| \`${code}\` | ${meaning} |`);
    }
  });
});
