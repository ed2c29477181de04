import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cdkContext } from '../../lib/stacks/cdk-context';

const ROOT = resolve(__dirname, '../..');
const PROJECT = ['bin', 'lib', 'lambda', 'service', 'plans', 'cdk.json', 'package.json'];
const BUILD = ['package-lock.json', 'tsconfig.json'];

const folder = mkdtempSync(join(tmpdir(), 'kapok-quiet-diff-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The project in a folder of its own, so that its files may be edited. */
function copyProject(name: string): string {
  const copy = join(folder, name);
  mkdirSync(copy);
  for (const part of [...PROJECT, ...BUILD]) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Puts a comment above and below the code of every source file of a folder. */
function commentOn(directory: string): void {
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const file = join(directory, name);
    const code = readFileSync(file, 'utf8');
    writeFileSync(file, `// Edited above.\n${code}\n/** Edited below. */\n`);
  }
}

interface Circumstances {
  readonly cwd: string;
  readonly umask: string;
  readonly timeZone: string;
  readonly shiftHours: number;
}

/** Templates and lists of assets that the app of a project writes, byte for byte. */
function synthesise(project: string, { cwd, umask, timeZone, shiftHours }: Circumstances) {
  const outdir = mkdtempSync(join(folder, 'cdk-out-'));
  const clock = pathToFileURL(join(__dirname, 'shifted-clock.mjs')).href;
  const tsx = pathToFileURL(require.resolve('tsx')).href;
  const command = `umask ${umask} && exec "$0" "$@"`;
  const program = ['--import', clock, '--import', tsx, join(project, 'bin/app.ts')];
  const { status, stderr } = spawnSync('sh', ['-c', command, process.execPath, ...program], {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TZ: timeZone,
      SHIFT_HOURS: String(shiftHours),
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({
        ...cdkContext(),
        plan: join(project, 'plans/guangdong.yaml'),
      }),
    },
  });
  if (status !== 0) throw new Error(stderr);
  const files = readdirSync(outdir).filter((name) => /\.(template|assets)\.json$/.test(name));
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(outdir, name), 'utf8')]));
}

let first: Record<string, string>;
beforeAll(() => {
  const project = copyProject('before');
  first = synthesise(project, { cwd: project, umask: '022', timeZone: 'UTC', shiftHours: 0 });
}, 120_000);

test('templates stay the same to the byte on another day, in another folder, for another user, and when only comments were edited', () => {
  const project = copyProject('commented');
  for (const part of ['service', 'lambda']) commentOn(join(project, part));

  const second = synthesise(project, {
    cwd: tmpdir(),
    umask: '077',
    timeZone: 'Pacific/Auckland',
    shiftHours: 24 * 400,
  });

  expect(Object.keys(first).length).toBeGreaterThan(5);
  expect(second).toEqual(first);
}, 120_000);

test('an edit of code changes the archive that it goes into and no other', () => {
  const project = copyProject('edited');
  const entry = join(project, 'service/main.ts');
  writeFileSync(entry, `${readFileSync(entry, 'utf8')}\nprocess.env.KAPOK_CHANGED = 'yes';\n`);

  const edited = synthesise(project, {
    cwd: project,
    umask: '022',
    timeZone: 'UTC',
    shiftHours: 0,
  });

  const region = 'Region-ap-southeast-1.assets.json';
  expect(edited[region]).not.toBe(first[region]);
  expect(edited['Data.template.json']).toBe(first['Data.template.json']);
}, 120_000);
