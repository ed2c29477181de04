import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { buildService, SERVICE_ENTRY } from '../../lib/constructs/service-build';
import { ServiceBundle } from '../../lib/constructs/service-bundle';

jest.mock('../../lib/constructs/service-build', () => {
  const actual = jest.requireActual('../../lib/constructs/service-build');
  return { ...actual, buildService: jest.fn(actual.buildService) };
});

let outdir: string;
let bundles: ServiceBundle[];
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'kapok-bundle-'));
  const app = new App({ outdir });
  const umask = process.umask(0o077);
  bundles = ['One', 'Two'].map((id) => new ServiceBundle(new Stack(app, id), 'Service'));
  process.umask(umask);
});
afterAll(() => rmSync(outdir, { recursive: true }));

test('is built once for all regions of an app', () => {
  expect(buildService).toHaveBeenCalledTimes(1);
  expect(new Set(bundles.map(({ asset }) => asset.assetHash)).size).toBe(1);
});

test('has one program that Node can read', () => {
  const entry = join(outdir, String(bundles[0]?.asset.assetPath), SERVICE_ENTRY);

  expect(existsSync(entry)).toBe(true);
  expect(() => execFileSync(process.execPath, ['--check', entry])).not.toThrow();
});

test('can be read by every user, though its builder keeps files to itself', () => {
  const entry = join(outdir, String(bundles[0]?.asset.assetPath), SERVICE_ENTRY);
  const modeOf = (path: string) => statSync(path).mode & 0o777;

  expect(modeOf(entry)).toBe(0o644);
  expect(modeOf(dirname(entry))).toBe(0o755);
  expect(modeOf(join(dirname(entry), 'web', 'index.html'))).toBe(0o644);
  expect(modeOf(join(dirname(entry), 'web', 'assets'))).toBe(0o755);
});
