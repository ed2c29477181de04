import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFile } from '../../lib/constructs/project-root';
import { cdkContext } from '../../lib/stacks/cdk-context';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kapok-app-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the app as the CDK's command line does, without the settings of the person who tests. */
function runApp(plan: string) {
  const outdir = join(folder, 'cdk.out');
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: projectFile(),
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...cdkContext(), plan }),
    },
  });
  return { status, lines: stderr.trim().split('\n'), outdir };
}

test('makes the cloud assembly of a plan without credentials', () => {
  const { status, outdir } = runApp('plans/guangdong.yaml');

  expect(status).toBe(0);
  expect(existsSync(join(outdir, 'manifest.json'))).toBe(true);
}, 120_000);

test('makes the hosted zone alone while the plan has no id of it', () => {
  const plan = join(folder, 'zone.yaml');
  const shipped = readFileSync(projectFile('plans/guangdong.yaml'), 'utf8');
  writeFileSync(
    plan,
    shipped.replace('hostedZoneId: Z0123456789EXAMPLE, ownZone: false', 'ownZone: true'),
  );

  const { status, outdir } = runApp(plan);

  expect(status).toBe(0);
  expect(readdirSync(outdir).filter((name) => name.endsWith('.template.json'))).toEqual([
    'Zone.template.json',
  ]);
}, 120_000);

test('fails with exit code 2 and one line for each problem of a plan', () => {
  const plan = join(folder, 'broken.yaml');
  writeFileSync(plan, 'name: Guang Dong\nregions: nowhere\n');

  const { status, lines, outdir } = runApp(plan);

  expect(status).toBe(2);
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(line).toMatch(/^\S+broken\.yaml.*\(KAPOK_[A-Z_]+\)$/);
  expect(existsSync(join(outdir, 'manifest.json'))).toBe(false);
});

test('fails with exit code 2 when the plan is not there', () => {
  const { status, lines } = runApp(join(folder, 'absent.yaml'));

  expect(status).toBe(2);
  expect(lines).toHaveLength(1);
});
