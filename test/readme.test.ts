import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { makeProgram } from '../bin/command-line';
import { COMMAND_ERROR_CODES, EXIT } from '../bin/failure';
import { DEVIATION_CODES } from '../lib/drill/verdict';
import { PLAN_ERROR_CODES } from '../lib/plan/plan-error-codes';
import { planFileSchema } from '../lib/plan/schema';
import { ruleIds } from '../lib/policies/judgement';
import { POLICIES } from '../lib/policies/policies';
import { ACKNOWLEDGEMENT_RULE } from '../lib/policies/security-review';
import { TOPOLOGY_ERROR_CODES } from '../lib/topology/topology-error';
import { ROUTING_RULE_CODES } from '../lib/twin/route53/routing-rule-error';
import { TWIN_ERROR_CODES } from '../lib/twin/twin-error';
import { JWKS_PATH } from '../service/credential/jwks-route';
import { STATUS_PATH } from '../service/degradation/status-route';
import { REFERENCE_ROUTE } from '../service/reference/reference-route';
import { PAGE_ROUTES } from '../service/web/static-routes';

const ROOT = resolve(__dirname, '..');
const README = readFileSync(resolve(ROOT, 'README.md'), 'utf8');

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

/** Commands in code spans and blocks that begin with a word. */
function commandsOf(word: string): string[] {
  const spans = [...README.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  const blocks = [...README.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block.split('\n').flatMap((line) => (line.split('#')[0] ?? '').split('&&')),
  );
  return [...spans, ...blocks]
    .map((text) => text.trim())
    .filter((text) => text.startsWith(`${word} `));
}

function helpOf(command: string): string {
  const cdk = resolve(__dirname, '../node_modules/.bin/cdk');
  const { status, stdout } = spawnSync(cdk, [command, '--help'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cdk has no command ${command}`);
  return stdout;
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

  test('explains every key of a plan, and none that does not exist', () => {
    const explained = firstCells('Key').flatMap((cell) => cell.split(', '));

    expect(explained.sort()).toEqual(Object.keys(planFileSchema.shape).sort());
  });

  test('names no program and no script that this project does not have', () => {
    const { bin, scripts } = JSON.parse(
      readFileSync(resolve(__dirname, '../package.json'), 'utf8'),
    );
    const programs = commandsOf('npx').map((command) => command.split(' ')[1] ?? '');
    const scriptNames = commandsOf('npm').map((command) =>
      command.replace(/^npm (?:run )?/, '').replace(/ .*/, ''),
    );

    expect(programs).toEqual(expect.arrayContaining(['kapok', 'cdk']));
    for (const program of new Set(programs)) {
      const installed = existsSync(resolve(__dirname, '../node_modules/.bin', program));
      expect([program, installed || program in bin]).toEqual([program, true]);
    }
    // What npm itself has.
    const ofNpm = ['ci', 'cit'];
    for (const name of scriptNames) expect([...ofNpm, ...Object.keys(scripts)]).toContain(name);
    for (const name of Object.keys(scripts)) expect(scriptNames).toContain(name);
  });

  test('names no file to run that is not there', () => {
    const files = [...README.matchAll(/node --import tsx (\S+)/g)].map(([, file = '']) => file);

    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect([file, existsSync(resolve(ROOT, file))]).toEqual([file, true]);
  });

  test('says where the application is asked, and nowhere else', () => {
    const address = /^https:\/\/(code|partner)\.<zone>(\/.*)$/;
    const { page, verifier } = PAGE_ROUTES;
    const served = [page.path, verifier.path, REFERENCE_ROUTE.path, STATUS_PATH, JWKS_PATH];
    const paths = new Set<string>(served);

    for (const cell of firstCells('Where')) {
      const [, , path = ''] = address.exec(cell) ?? [];
      expect([cell, paths.delete(path) || path === REFERENCE_ROUTE.path]).toEqual([cell, true]);
    }
    expect([...paths]).toEqual([]);
  });

  test('names no command and no flag that the CDK does not have', () => {
    const flags = new Map<string, Set<string>>();
    for (const text of commandsOf('npx cdk')) {
      const [, , command = '', ...rest] = text.split(' ');
      // `npx cdk <command>` stands for any of them.
      if (command.startsWith('<')) continue;
      const known = flags.get(command) ?? new Set();
      for (const part of rest) if (part.startsWith('--')) known.add(part);
      flags.set(command, known);
    }

    expect(flags.size).toBeGreaterThan(3);
    for (const [command, known] of flags) {
      const help = helpOf(command);
      for (const flag of known)
        expect([command, help]).toEqual([command, expect.stringContaining(flag)]);
    }
  }, 180_000);
});

test('the table of rules names every rule and no other', () => {
  expect(firstCells('Rule')).toEqual([...ruleIds(), ACKNOWLEDGEMENT_RULE]);
});

test('the table of rules says of each what the rule itself says', () => {
  expect(POLICIES.length).toBeGreaterThan(10);
  for (const { rule, title } of POLICIES) expect(README).toContain(`| \`${rule}\` | ${title} |`);
});
