import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { planCapacity } from '../../lib/plan/capacity';
import { cdkContext } from '../../lib/stacks/cdk-context';
import { synthesize } from '../../lib/stacks/synthesize';
import { planFixture } from './plan-fixture';

let outdir: string;
let assembly: CloudAssembly;
let printed: string;
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'kapok-synthesize-'));
  const errors = jest.spyOn(console, 'error').mockImplementation();
  const plan = planFixture();
  assembly = synthesize(plan, planCapacity(plan), { outdir });
  printed = errors.mock.calls.flat().join('\n');
  errors.mockRestore();
});
afterAll(() => rmSync(outdir, { recursive: true }));

test('uses the flags of cdk.json', () => {
  expect(cdkContext()).toMatchObject({
    '@aws-cdk/core:defaultCrossStackReferences': 'weak',
    '@aws-cdk/core:validateAgainstDefaultRules': true,
  });
});

test('writes the assembly where it is asked to', () => {
  expect(assembly.directory).toBe(outdir);
  expect(existsSync(join(outdir, 'manifest.json'))).toBe(true);
});

test('needs nothing looked up, and has nothing to warn of', () => {
  expect(assembly.manifest.missing).toBeUndefined();
  expect(assembly.stacks.flatMap(({ messages }) => messages)).toEqual([]);
  expect(printed).toBe('');
});

test('finds nothing wrong with the templates that is not acknowledged', () => {
  const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));

  expect(report.pluginReports).toHaveLength(1);
  expect(report.pluginReports[0]).toMatchObject({ conclusion: 'success', violations: [] });
});

test('packs the service and the function that fills the secrets as plain JavaScript', () => {
  const packed = readdirSync(outdir)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => readdirSync(join(outdir, name)).sort());

  expect(packed).toEqual(expect.arrayContaining([['main.js', 'web'], ['index.js']]));
});
