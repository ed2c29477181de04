import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { build } from 'esbuild';
import type { StoredFact } from '../../lambda/adapters/fact-tables';
import type { MergeAnswer } from '../../lambda/merge-facts/answer-merge';
import { allFacts, byKey, fill, storedFact } from '../lambda/merge-facts/fact-tables-fixture';
import { createTable } from '../service/fixtures/aws';
import { MotoServer } from './moto-server';
import { procedureText, shellBlocks } from './runbook';

const HEADING = 'Restore the data to an earlier moment';
const TABLE = 'kapok-guangdong-facts';

const tools = ['moto_server', 'aws', 'bash'];
const missing = tools.filter((tool) => spawnSync(tool, ['--help']).error !== undefined);

/** Names plan, region and moment; asks for the window; restores; waits; counts; adds; counts; deletes. */
const BLOCKS = 8;

describe('the section of the runbook', () => {
  test('names the moment, restores beside the live table without replicas, and clears up', () => {
    const blocks = shellBlocks(procedureText(HEADING));
    const restore = blocks.find((block) => block.includes('restore-table-to-point-in-time')) ?? '';

    expect(blocks).toHaveLength(BLOCKS);
    expect(restore).toContain('KMSMasterKeyId=alias/kapok-$PLAN');
    expect(restore).not.toMatch(/replica/i);
    expect(blocks.at(-1)).toContain('delete-table --table-name "$SIDE"');
  });
});

describe('the commands of the runbook', () => {
  // The facts of one person lie in one segment: more of them than a call without time can read.
  const many = Array.from({ length: 150 }, (_, at) => storedFact(1, 1000 + at));
  const [lost, damaged] = [storedFact(2, 1), storedFact(3, 1)];
  const since = storedFact(4, 1);
  const damagedNow = storedFact(3, 1, { says: 'positive' });
  const folder = mkdtempSync(join(tmpdir(), 'kapok-runbook-'));
  let moto: MotoServer | undefined;
  let client: DynamoDBClient | undefined;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    if (missing.length > 0) return;
    moto = await MotoServer.start();
    environment = {
      ...process.env,
      PATH: `${folder}${delimiter}${process.env.PATH}`,
      AWS_ENDPOINT_URL: moto.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_PAGER: '',
      KAPOK_FACTS_TABLE: TABLE,
      EXPECTED_FUNCTION: 'kapok-guangdong-merge-facts',
    };
    client = new DynamoDBClient({
      region: 'ap-southeast-1',
      endpoint: moto.url,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    await createTable(client, TABLE, ['person', 'fact']);
    await fill(client, TABLE, [...many, lost, damaged]);
    await installAws(folder);
  }, 120_000);

  afterAll(async () => {
    client?.destroy();
    await moto?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('bring lost facts back, report a damaged one, and leave no copy', async () => {
    if (client === undefined) {
      console.info(`skipped: ${missing.join(', ')} not on PATH`);
      return;
    }
    const blocks = shellBlocks(procedureText(HEADING));
    // The simulation restores the table as it is, so the accident happens after that command.
    const script = [...blocks.slice(0, 3), accident(lost, damagedNow, since), ...blocks.slice(3)];
    const { stdout } = await promisify(execFile)(
      'bash',
      ['-euo', 'pipefail', '-c', script.join('\n')],
      { cwd: folder, env: environment },
    );

    const answers = stdout
      .split('\n')
      .flatMap((line) => [...line.matchAll(/\{"restoredTable".*?"done":true.*?\]\}/g)])
      .map(([text]) => JSON.parse(text) as MergeAnswer);
    const seen = { read: many.length + 2, differing: 1 };
    expect(answers.map(({ apply, counts }) => [apply, counts])).toEqual([
      [false, { ...seen, identical: many.length, missing: 1, added: 0 }],
      [true, { ...seen, identical: many.length, missing: 1, added: 1 }],
      [false, { ...seen, identical: many.length + 1, missing: 0, added: 0 }],
    ]);
    expect(await allFacts(client, TABLE)).toEqual(byKey([...many, lost, since, damagedNow]));
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([TABLE]);
  }, 240_000);
});

/** Commands that lose a fact, damage one and add one. */
function accident(lost: StoredFact, ...written: readonly StoredFact[]): string {
  const { person, fact } = lost;
  const on = `--table-name ${TABLE}`;
  return [
    `aws dynamodb delete-item ${on} --key '${JSON.stringify({ person, fact })}'`,
    ...written.map((item) => `aws dynamodb put-item ${on} --item '${JSON.stringify(item)}'`),
  ].join('\n');
}

/** Puts an `aws` first on the path that answers for Lambda itself and hands on the rest. */
async function installAws(folder: string): Promise<void> {
  const runner = join(folder, 'run-merge.js');
  await build({
    entryPoints: [resolve(__dirname, 'run-merge.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile: runner,
    logLevel: 'warning',
  });
  const real = execFileSync('bash', ['-c', 'command -v aws'], { encoding: 'utf8' }).trim();
  const lines = [
    '#!/bin/bash',
    `if [ "$1 $2" = 'lambda invoke' ]; then exec '${process.execPath}' '${runner}' "$@"; fi`,
    `exec '${real}' "$@"`,
  ];
  const file = join(folder, 'aws');
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o755);
}
