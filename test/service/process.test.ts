import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { build } from 'esbuild';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { ENVIRONMENT } from './fixtures/app';
import { createTable, type LocalServer, startDynamo, startSecretsManager } from './fixtures/aws';
import { CALLER_KEYS, REGISTER_TEXT } from './fixtures/callers';
import { ID_NUMBER } from './fixtures/people';
import { SECRET_TEXTS } from './fixtures/secrets';
import { signedRequest } from './fixtures/signed-request';

const REGION = 'ap-southeast-1';
const directory = mkdtempSync(join(tmpdir(), 'kapok-service-'));
const bundle = join(directory, 'main.js');
const running = new Set<ChildProcess>();
let dynamo: LocalServer;
let secretsManager: LocalServer;

beforeAll(async () => {
  [dynamo, secretsManager] = await Promise.all([
    startDynamo(),
    startSecretsManager({
      'kapok-guangdong-signing-key': SECRET_TEXTS.signingKeys,
      'kapok-guangdong-pepper': SECRET_TEXTS.pepper,
      'kapok-guangdong-channel-keys': REGISTER_TEXT,
      'kapok-guangdong-partner-keys': REGISTER_TEXT,
    }),
    build({
      entryPoints: [resolve(__dirname, '../../service/main.ts')],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      outfile: bundle,
      logLevel: 'warning',
    }),
  ]);
  const client = new DynamoDBClient({
    region: REGION,
    endpoint: dynamo.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await createTable(client, 'kapok-guangdong-facts', ['person', 'fact']);
  await createTable(client, 'kapok-guangdong-control', ['topic', 'name']);
  client.destroy();
});

afterEach(async () => {
  await Promise.all(
    [...running].map(async (child) => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }),
  );
});

afterAll(async () => {
  await Promise.all([dynamo.close(), secretsManager.close()]);
  rmSync(directory, { recursive: true, force: true });
});

interface Program {
  readonly child: ChildProcess;
  readonly output: { out: string; error: string };
  /** Settles with the exit code. */
  readonly ended: Promise<number | null>;
}

function run(environment: Record<string, string | undefined>): Program {
  const child = fork(bundle, [], {
    env: environment as NodeJS.ProcessEnv,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  const output = { out: '', error: '' };
  child.stdout?.on('data', (text) => {
    output.out += text;
  });
  child.stderr?.on('data', (text) => {
    output.error += text;
  });
  const ended = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return { child, output, ended };
}

function serve(fleet: string, more: Record<string, string> = {}): Program {
  return run({
    ...ENVIRONMENT,
    KAPOK_FLEET: fleet,
    HOST: '127.0.0.1',
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    ...more,
  });
}

async function listening({ child, output, ended }: Program): Promise<string> {
  for (;;) {
    const match = /"port":(\d+),"msg":"listening"/.exec(output.out);
    if (match !== null) return `http://127.0.0.1:${match[1]}`;
    await Promise.race([once(child.stdout!, 'data'), ended]);
    if (child.exitCode !== null) throw new Error(`ended: ${output.out}${output.error}`);
  }
}

async function terminate(program: Program, signal: NodeJS.Signals): Promise<number | null> {
  program.child.kill(signal);
  return program.ended;
}

async function post(url: string, body: object): Promise<{ status: number; body: never }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as never };
}

test('both fleets serve from one bundle and end with code 0', async () => {
  const [partner, citizen] = [serve('partner'), serve('citizen')];
  const [partnerUrl, citizenUrl] = await Promise.all([listening(partner), listening(citizen)]);
  const sampledAt = new Date(Date.now() - 3_600_000).toISOString();
  const { headers, payload: body } = await signedRequest({
    key: CALLER_KEYS.lab,
    atMs: Date.now(),
    host: new URL(partnerUrl).host,
    url: '/records/nucleic-acid-tests',
    payload: {
      records: [
        {
          recordId: 'r1',
          idType: '10',
          idNumber: ID_NUMBER,
          sampledAt,
          resultAt: sampledAt,
          result: 'negative',
          laboratory: 'lab',
        },
      ],
    },
  });
  const answer = await fetch(`${partnerUrl}/records/nucleic-acid-tests`, {
    method: 'POST',
    headers,
    body,
  });
  const ingested = { status: answer.status, body: await answer.json() };
  expect(ingested).toMatchObject({ status: 200, body: { results: [{ status: 'stored' }] } });

  const shown = await post(`${citizenUrl}/channels/suikang/code`, {
    idType: '10',
    idNumber: ID_NUMBER,
  });
  expect(shown).toMatchObject({ status: 200, body: { colour: 'green' } });
  const jwks = (await (await fetch(`${citizenUrl}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
  const { credential } = shown.body as { credential: string };
  const { payload } = await jwtVerify(credential, createLocalJWKSet(jwks));
  expect(payload).toMatchObject({ colour: 'green', channel: 'suikang' });

  const health = await fetch(`${citizenUrl}/regional-health`);
  expect(health.headers.get('x-kapok-instance')).toBe('i-1');
  expect(await health.text()).toContain(`KAPOK-SERVING ${REGION}`);

  const codes = [await terminate(partner, 'SIGTERM'), await terminate(citizen, 'SIGINT')];
  expect(codes).toEqual([0, 0]);
  const metrics = citizen.output.out.split('\n').filter((line) => line.startsWith('{"_aws"'));
  expect(metrics.map((line) => JSON.parse(line)).at(-3)).toMatchObject({
    Plan: 'guangdong',
    Fleet: 'citizen',
    EventLoopUtilisation: expect.any(Number),
  });
  expect(citizen.output.out).toContain('"msg":"stopped"');
  expect(citizen.output.out + partner.output.out).not.toContain(ID_NUMBER);
});

test('listens without a control table after 30 s of its clock, with nobody evacuated', async () => {
  const wallMs = Date.now();
  const program = serve('citizen', {
    KAPOK_CONTROL_TABLE: 'no-such-table',
    KAPOK_CLOCK: `${Date.parse('2022-01-10T00:31:00Z')}@${wallMs}x60`,
  });
  const health = await fetch(`${await listening(program)}/regional-health`);
  expect(health.status).toBe(200);
  expect(program.output.out).toContain('"time":"2022-01-10T00:3');
  expect(program.output.out).toContain('the control table was not read in time');
});

test('ends with code 0 when it is told to before it listens', async () => {
  const program = serve('citizen', { KAPOK_PEPPER_SECRET: 'not-made-yet' });
  while (!program.output.out.includes('the secrets cannot be read')) {
    await once(program.child.stdout!, 'data');
  }
  expect(await terminate(program, 'SIGTERM')).toBe(0);
});

test('fails with code 2 and one line that names every wrong variable', async () => {
  const program = run({ ...ENVIRONMENT, KAPOK_REGION: undefined, PORT: 'eighty' });
  expect(await program.ended).toBe(2);
  expect(program.output.error.trim().split('\n')).toEqual([
    'KAPOK_CONFIG: the environment is not complete: KAPOK_REGION is missing; ' +
      'PORT must be a port number from 0 to 65535 (got "eighty")',
  ]);
});
