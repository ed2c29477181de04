import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(__dirname, '../..');
const CONFIG = join(__dirname, 'import-arrows.config.js');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Report {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

async function cruise(root: string): Promise<Report> {
  const run = promisify(execFile)(
    process.execPath,
    [CRUISER, '--config', CONFIG, '--output-type', 'json', 'bin', 'lib', 'lambda', 'service'],
    { cwd: root, maxBuffer: 64 * 1024 * 1024 },
  );
  // A violation makes the command fail; its report is on stdout all the same.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as Report;
}

function seed(root: string, files: Readonly<Record<string, string>>): void {
  for (const folder of ['bin', 'lib', 'lambda', 'service']) mkdirSync(join(root, folder));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

describe('import arrows', () => {
  test('every import of the project runs in an allowed direction', async () => {
    const { modules, summary } = await cruise(ROOT);

    const ours = modules.map(({ source }) => source);
    for (const seen of [
      'lib/plan/plan.ts',
      'lib/twin/clock.ts',
      'bin/kapok.ts',
      'service/main.ts',
    ]) {
      expect(ours).toContain(seen);
    }
    expect(summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`)).toEqual([]);
  });

  const forbidden: readonly [string, string, string][] = [
    ['lib/plan/a.ts', '../topology/b', 'lib/topology/b.ts'],
    ['lib/topology/a.ts', '../plan/b', 'lib/plan/b.ts'],
    ['lib/policies/a.ts', '../stacks/b', 'lib/stacks/b.ts'],
    ['lib/constructs/a.ts', '../stacks/b', 'lib/stacks/b.ts'],
    ['lib/twin/a.ts', '../stacks/b', 'lib/stacks/b.ts'],
    ['lib/twin/a.ts', '../../service/b', 'service/b.ts'],
    ['service/a.ts', '../lib/plan/b', 'lib/plan/b.ts'],
    ['lambda/a/handler.ts', '../../lib/plan/b', 'lib/plan/b.ts'],
    ['lib/drill/a.ts', '../../bin/b', 'bin/b.ts'],
  ];

  test.each(forbidden)('fails when %s imports %s', async (from, specifier, to) => {
    const root = mkdtempSync(join(tmpdir(), 'kapok-arrows-'));
    try {
      seed(root, {
        [from]: `import { value } from '${specifier}';\nexport const used = value;\n`,
        [to]: 'export const value = 1;\n',
      });
      const { summary } = await cruise(root);
      expect(summary.violations.map((violation) => violation.from)).toContain(from);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
