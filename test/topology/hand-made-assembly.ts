import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A stack as a test writes it. */
export interface HandMadeStack {
  readonly id: string;
  readonly region: string;
  readonly account?: string;
  readonly template: object;
  /** Zip assets: hash to the names of the files in its folder. */
  readonly assets?: Readonly<Record<string, readonly string[]>>;
}

/** A 64-digit asset hash that ends in recognisable digits. */
export function assetHash(digits: string): string {
  return digits.padStart(64, '0');
}

const made: string[] = [];

/** Writes a cloud assembly as the CDK would and returns its folder. */
export function writeAssembly(stacks: readonly HandMadeStack[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'kapok-assembly-'));
  made.push(directory);
  const artifacts = stacks.flatMap((stack) => [
    [`${stack.id}.assets`, writeAssets(directory, stack)],
    [stack.id, writeStack(directory, stack)],
  ]);
  const manifest = { version: '55.0.0', artifacts: Object.fromEntries(artifacts) };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
  return directory;
}

/** Removes every assembly written so far. */
export function removeAssemblies(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}

function writeStack(directory: string, { id, region, account, template }: HandMadeStack) {
  const templateFile = `${id}.template.json`;
  writeFileSync(join(directory, templateFile), JSON.stringify(template));
  return {
    type: 'aws:cloudformation:stack',
    environment: `aws://${account ?? 'unknown-account'}/${region}`,
    properties: { templateFile, stackName: `Kapok-test-${id}` },
    dependencies: [`${id}.assets`],
  };
}

function writeAssets(directory: string, { id, region, assets = {} }: HandMadeStack) {
  const files = Object.entries(assets).map(([hash, names]) => {
    const path = `asset.${hash}`;
    mkdirSync(join(directory, path), { recursive: true });
    for (const name of names) writeFileSync(join(directory, path, name), '');
    const destination = { bucketName: `assets-${region}`, objectKey: `${hash}.zip` };
    return [hash, { source: { path, packaging: 'zip' }, destinations: { here: destination } }];
  });
  const file = `${id}.assets.json`;
  writeFileSync(join(directory, file), JSON.stringify({ files: Object.fromEntries(files) }));
  return { type: 'cdk:asset-manifest', properties: { file } };
}
