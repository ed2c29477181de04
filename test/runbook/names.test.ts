import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeProgram } from '../../bin/command-line';
import { ALARM_CATALOGUE } from '../../lib/constructs/alarms/catalogue';
import { STRATEGIES } from '../../lib/plan/strategies';
import { SynthesizedPlan } from '../stacks/synthesized-plan';
import { shellBlocks } from './runbook';
import { runbookText } from './runbook-chapters';

const ROOT = resolve(__dirname, '../..');

const program = makeProgram(
  {
    signal: new AbortController().signal,
    out: () => undefined,
    note: () => undefined,
    now: new Date(0),
  },
  () => undefined,
);

const spans = [
  ...runbookText()
    .replaceAll(/^ *```[\s\S]*?^ *```$/gm, '')
    .matchAll(/`([^`\n]+)`/g),
].map(([, span = '']) => span);
const commands = [
  ...spans,
  ...shellBlocks(runbookText()).flatMap((block) => block.replaceAll('\\\n', ' ').split(/[\n|]/)),
].map((text) => text.trim());

/** What follows a word at the beginning of a command. */
function wordsAfter(start: string): string[][] {
  return commands
    .filter((text) => text.startsWith(`${start} `))
    .map((text) => text.slice(start.length + 1).split(/ +/));
}

/** Everything under a folder that is TypeScript. */
function sourcesIn(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'))
    .join('\n');
}

/** `function-errors-<function>` without what stands for something. */
function withoutPlaceholders(span: string): string {
  return span.replaceAll(/-<[a-z]+>/g, '');
}

test('the runbook names no alarm that does not exist', () => {
  const ids = ALARM_CATALOGUE.map(({ id }) => id);
  const named = spans
    .filter((span) => /^[a-z]+(-[a-z]+)+(-<[a-z]+>)*$/.test(span))
    // Verbs of the AWS command line.
    .filter((span) => !/^(describe|get|list|set|rotate|modify|update|rollback)-/.test(span))
    .map(withoutPlaceholders)
    .filter((name) => !(name in STRATEGIES));

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !ids.includes(name))).toEqual([]);
});

test('the runbook calls nothing of a plan by a name that it does not have', () => {
  const made = new SynthesizedPlan();
  const templates = made.assembly.stacks.map(({ template }) => JSON.stringify(template)).join('\n');
  const stacks = made.assembly.stacks.map(({ stackName }) => stackName);
  made.remove();
  const named = [
    ...runbookText().matchAll(/\b(?:kapok-(?:\$PLAN|<plan>)-|\/kapok\/\$PLAN\/)[a-z-]*[a-z]/g),
  ].map(([name]) => name.replace(/\$PLAN|<plan>/, 'guangdong'));
  const namedStacks = [
    ...runbookText().matchAll(/\bKapok-(?:\$PLAN|<plan>)-Region-(?:\$REGION|<region>)/g),
  ];

  expect(new Set(named).size).toBeGreaterThan(5);
  for (const name of named) {
    // Not a part of a longer name, but for what stands in for something: `facts-restored*`.
    expect([name, new RegExp(`${name}(?![a-z])`).test(templates)]).toEqual([name, true]);
  }
  expect(namedStacks.length).toBeGreaterThan(3);
  expect(stacks).toContain('Kapok-guangdong-Region-ap-southeast-1');
});

test('the runbook names no verb and no flag that kapok does not have', () => {
  const named = wordsAfter('npx kapok');

  expect(named.length).toBeGreaterThan(1);
  for (const [verb, ...rest] of named) {
    const command = program.commands.find((candidate) => candidate.name() === verb);
    const flags = command?.options.map(({ long }) => long);

    expect([verb, command?.name()]).toEqual([verb, verb]);
    for (const flag of rest.filter((word) => word.startsWith('--'))) expect(flags).toContain(flag);
  }
});

test('the runbook names no program, no script and no command of the CDK that there is not', () => {
  const { bin, scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const [name = ''] of wordsAfter('npx')) {
    const found = existsSync(join(ROOT, 'node_modules/.bin', name)) || name in bin;
    expect([name, found]).toEqual([name, true]);
  }
  for (const words of wordsAfter('npm')) {
    const [first = '', second = ''] = words.filter((word) => word !== '--silent');
    const name = first === 'run' ? second : first;
    expect(['ci', ...Object.keys(scripts)]).toContain(name);
  }
  for (const [command, ...rest] of [...wordsAfter('npx cdk'), ...wordsAfter('cdk')]) {
    expect(command).toBe('deploy');
    for (const flag of rest.filter((word) => word.startsWith('-')))
      expect(flag).toBe('--exclusively');
  }
});

test('the runbook names no code that nothing ends with', () => {
  const sources = sourcesIn('lambda');
  const codes = [...runbookText().matchAll(/`(KAPOK_[A-Z_]+)`/g)].map(([, code]) => String(code));

  expect(codes.length).toBeGreaterThan(5);
  expect(codes.filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
});

test('the runbook explains every code with which a rotation ends', () => {
  const file = join(ROOT, 'lambda/signing-key-rotation/rotation-error.ts');
  const codes = readFileSync(file, 'utf8').match(/KAPOK_ROTATION_[A-Z]+/g) ?? [];

  expect(codes.length).toBeGreaterThan(5);
  for (const code of codes) expect(runbookText()).toContain(`\`${code}\``);
});
