import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CloudFormationServer } from './cloudformation-server';

const ROOT = resolve(__dirname, '../..');
const ACCOUNT = '123456789012';
const REGIONS = ['ap-southeast-1', 'ap-northeast-1', 'us-east-1'];

/** The order in which the stacks of two regions are deployed; they go the other way round. */
const ORDER = [
  'Foundation-ap-southeast-1',
  'Foundation-ap-northeast-1',
  'Data',
  'Region-ap-southeast-1',
  'Region-ap-northeast-1',
  'Routing',
  'Drill-ap-southeast-1',
  'Drill-ap-northeast-1',
];

const FIVE_MINUTES = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'kapok-deploy-'));
let server: CloudFormationServer | undefined;

function installed(): boolean {
  return spawnSync('python3', ['-c', 'import moto.server']).status === 0;
}

/** What the CDK's command line says on either stream. */
async function cdk(...args: string[]): Promise<string> {
  const command = join(ROOT, 'node_modules/.bin/cdk');
  const { stdout, stderr } = await promisify(execFile)(command, args, {
    cwd: ROOT,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      CI: 'true',
      AWS_ENDPOINT_URL: `http://localhost:${server?.port}`,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_REGION: 'us-east-1',
    },
  });
  return stdout + stderr;
}

/** The stacks the command line reports as done, in order, with what it says of each. */
function done(output: string): readonly (readonly [stack: string, result: string])[] {
  return [...output.matchAll(/✅ +(\S+) \([^)]+\):? ?(.*)/g)].map(
    ([, stack = '', result = '']) => [stack, result] as const,
  );
}

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Shows the order of the stacks, their references and their packaging. moto knows few of the resource
 * types; the rest is recorded without being made.
 */
test(
  'a sandbox is bootstrapped, deployed in order, not changed by a second deployment, and destroyed',
  async () => {
    if (!installed()) {
      console.info('skipped: moto_server is not installed');
      return;
    }
    const plan = join(folder, 'sandbox.yaml');
    const shipped = readFileSync(join(ROOT, 'plans/guangdong.yaml'), 'utf8');
    writeFileSync(plan, `${shipped}\nsandbox: true\n`);
    const assembly = join(folder, 'cdk.out');
    server = await CloudFormationServer.start();

    await cdk('bootstrap', ...REGIONS.map((region) => `aws://${ACCOUNT}/${region}`));
    await cdk('synth', '-q', '-c', `plan=${plan}`, '-o', assembly);
    const deploy = ['deploy', '--all', '--app', assembly, '--require-approval', 'never'];
    const first = done(await cdk(...deploy));
    const second = done(await cdk(...deploy));
    const destroyed = done(await cdk('destroy', '--all', '--app', assembly, '--force'));

    console.info(`recorded, not made: ${[...server.recordedTypes].sort().join(', ')}`);
    expect(first).toEqual(ORDER.map((stack) => [stack, '']));
    expect(second).toEqual(ORDER.map((stack) => [stack, '(no changes)']));
    expect(destroyed).toEqual([...ORDER].reverse().map((stack) => [stack, 'destroyed']));
  },
  FIVE_MINUTES,
);
