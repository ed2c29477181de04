import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ControlItem } from '../../service/evacuation/control-items';
import { readKeyRegister } from '../../service/keys/key-register';
import { PUBLISH_ERROR_CODES } from '../../service/rules/publish-error';
import { readSignedRules } from '../../service/rules/signed-rules';
import { createTable } from '../service/fixtures/aws';
import { testFact } from '../service/fixtures/facts';
import { PUBLISHED_SET, ruleSetItem } from '../service/fixtures/rules';
import { MotoServer } from './moto-server';
import { procedureText, shellBlocks } from './runbook';

const REGION = 'ap-southeast-1';
const ROOT = resolve(__dirname, '../..');
const CONTROL = 'kapok-guangdong-control';

const tools = ['moto_server', 'aws', 'bash', 'git'];
const missing = tools.filter((tool) => spawnSync(tool, ['--help']).error !== undefined);

/** `npm run --silent rules -- ...` of the project, wherever it is called. */
const NPM = `#!/bin/bash
set -e
[ "$1 $2 $3 $4" = "run --silent rules --" ]
exec '${process.execPath}' --import '${join(ROOT, 'node_modules/tsx/dist/loader.mjs')}' \
  '${join(ROOT, 'service/rules/publish.ts')}' "\${@:5}"
`;

/** What an operator does to the file. */
const EDITOR = `#!/bin/bash
sed -i -e "s/\\"version\\": .*/\\"version\\": \\"$(date -u +%F).7\\",/" \
  -e "s/\\"effectiveFrom\\": .*/\\"effectiveFrom\\": \\"$(date -u +%FT%TZ)\\",/" \
  -e 's/"countedDays": 7/"countedDays": 9/' "$1"
`;

test('the runbook lists every code of npm run rules with its meaning', () => {
  const rows = [...procedureText('Publish a rule set').matchAll(/^\| `(RULES_\w+)` \| (.+) \|$/gm)];

  expect(Object.fromEntries(rows.map(([, code, means]) => [code, means]))).toEqual(
    PUBLISH_ERROR_CODES,
  );
});

test('the rules are published by the commands of the runbook, from the ones that hold', async () => {
  if (missing.length > 0) {
    console.info(`skipped: ${missing.join(', ')} not on PATH`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'kapok-runbook-rules-'));
  const moto = await MotoServer.start();
  const options = {
    region: REGION,
    endpoint: moto.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const secrets = new SecretsManagerClient(options);
  const tables = DynamoDBDocumentClient.from(new DynamoDBClient(options));
  try {
    for (const [name, text] of Object.entries({ npm: NPM, editor: EDITOR })) {
      writeFileSync(join(folder, name), text);
      chmodSync(join(folder, name), 0o755);
    }
    const people = [[testFact('negative', '2022-01-09T08:00:00+08:00')]];
    writeFileSync(
      join(folder, 'people.jsonl'),
      people.map((one) => JSON.stringify(one)).join('\n'),
    );
    const registers = ['channel-keys', 'partner-keys'].map((name) => `kapok-guangdong-${name}`);
    for (const Name of registers) {
      await secrets.send(new CreateSecretCommand({ Name, SecretString: '{"keys":[]}' }));
    }
    await createTable(new DynamoDBClient(options), CONTROL, ['topic', 'name']);
    await tables.send(new PutCommand({ TableName: CONTROL, Item: await ruleSetItem() }));

    const script = shellBlocks(procedureText('Publish a rule set'))
      .join('\n')
      .replace('2026-01-10.1', PUBLISHED_SET.version)
      .replace('cd "$(git rev-parse --show-toplevel)"', ':');
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder,
      env: {
        ...process.env,
        ...{ PLAN: 'guangdong', REGION, PEER: REGION, AWS_PAGER: '', EDITOR: 'editor' },
        PATH: `${folder}${delimiter}${process.env.PATH}`,
        AWS_ENDPOINT_URL: moto.url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
    });

    expect(stdout).toContain(PUBLISHED_SET.version);
    expect(stdout).toContain('"people": 1');
    expect(statSync(join(folder, 'authority.jwk')).mode & 0o077).toBe(0);
    const { Items = [] } = await tables.send(
      new QueryCommand({
        TableName: CONTROL,
        KeyConditionExpression: 'topic = :t',
        ExpressionAttributeValues: { ':t': 'rule-set' },
      }),
    );
    expect(Items).toHaveLength(2);
    const item = Items.find(({ name }) => name !== PUBLISHED_SET.version) as ControlItem;
    for (const SecretId of registers) {
      const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
      expect(SecretString).not.toContain('"d"');
      const register = readKeyRegister(SecretString, (kid) => {
        throw new Error(`the service cannot use ${kid}`);
      });
      expect(await readSignedRules('rule-set', item, register)).toMatchObject({
        version: expect.stringMatching(/\.7$/),
        riskAreaStay: { countedDays: 9 },
        orders: PUBLISHED_SET.orders,
      });
    }
    expect(readFileSync(join(folder, 'rules.yaml'), 'utf8')).not.toContain('> kapok');
  } finally {
    secrets.destroy();
    tables.destroy();
    await moto.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
