import { execFile, spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { httpbis } from 'http-message-signatures';
import { SignJWT } from 'jose';
import { CHANNEL_TOKEN_TYPE, ChannelTokens } from '../../service/channels/channel-tokens';
import { digestOf, type JsonValue } from '../../service/facts/digest';
import { type KeyRegister, readKeyRegister } from '../../service/keys/key-register';
import { PersonKeys } from '../../service/people/person-key';
import { createTable } from '../service/fixtures/aws';
import { ManualClock } from '../service/fixtures/manual-clock';
import { ID_NUMBER } from '../service/fixtures/people';
import { MotoServer } from './moto-server';
import { procedureText, shellBlocks } from './runbook';

const REGION = 'ap-southeast-1';
const ZONE = 'code.example.org';
const AUDIENCE = `https://code.${ZONE}`;

const tools = ['moto_server', 'aws', 'bash', 'openssl'];
const missing = tools.filter((tool) => spawnSync(tool, ['--help']).error !== undefined);

/** A test that needs the tools, and says so where they are not. */
function withTools(name: string, body: () => Promise<void>): void {
  test(name, async () => {
    if (missing.length === 0) await body();
    else console.info(`skipped: ${missing.join(', ')} not on PATH`);
  }, 60_000);
}

describe('the commands of the runbook about those who call', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kapok-runbook-callers-'));
  const clock = new ManualClock(Date.now());
  let moto: MotoServer | undefined;
  let secrets: SecretsManagerClient;
  let tables: DynamoDBDocumentClient;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    if (missing.length > 0) return;
    moto = await MotoServer.start();
    environment = {
      ...process.env,
      ...{ PLAN: 'guangdong', REGION, PEER: REGION, ZONE, USER: 'operator' },
      PATH: `${folder}${delimiter}${process.env.PATH}`,
      AWS_ENDPOINT_URL: moto.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_PAGER: '',
    };
    const options = {
      region: REGION,
      endpoint: moto.url,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    secrets = new SecretsManagerClient(options);
    tables = DynamoDBDocumentClient.from(new DynamoDBClient(options));
    for (const Name of ['kapok-guangdong-channel-keys', 'kapok-guangdong-partner-keys']) {
      await secrets.send(new CreateSecretCommand({ Name, SecretString: '{"keys":[]}' }));
    }
    await createTable(new DynamoDBClient(options), 'kapok-guangdong-control', ['topic', 'name']);
    await createTable(new DynamoDBClient(options), 'kapok-guangdong-facts', ['person', 'fact']);
    // Keeps what it was called with, and answers nothing.
    const curl = `#!/bin/bash\nprintf '%s\\0' "$@" >> '${folder}/curl.calls'; printf '\\0' >> '${folder}/curl.calls'\n`;
    writeFileSync(join(folder, 'curl'), curl);
    chmodSync(join(folder, 'curl'), 0o755);
  }, 120_000);

  beforeEach(() => writeFileSync(join(folder, 'curl.calls'), ''));

  afterAll(async () => {
    secrets?.destroy();
    tables?.destroy();
    await moto?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the commands of a procedure as they stand, but for what an operator writes in. */
  async function run(heading: string, typed: Readonly<Record<string, string>> = {}) {
    const script = Object.entries(typed).reduce(
      (text, [placeholder, value]) => text.replaceAll(placeholder, value),
      shellBlocks(procedureText(heading)).join('\n'),
    );
    const options = { cwd: folder, env: environment };
    return promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], options);
  }

  async function register(name: string): Promise<KeyRegister> {
    const SecretId = `kapok-guangdong-${name}`;
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    return readKeyRegister(SecretString, (kid) => {
      throw new Error(`the service cannot use ${kid}`);
    });
  }

  /** Arguments of each call of curl. */
  function calls(): string[][] {
    return readFileSync(join(folder, 'curl.calls'), 'utf8')
      .split('\0\0')
      .slice(0, -1)
      .map((call) => call.split('\0'));
  }

  function headersOf(call: readonly string[]): Record<string, string> {
    const values = call.flatMap((word, at) => (word === '--header' ? [String(call[at + 1])] : []));
    return Object.fromEntries(
      values.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
  }

  /** Whether a call of curl was signed by a key. */
  function isSignedBy(key: KeyObject, method: string, call: readonly string[]) {
    const url = String(call.find((word) => word.startsWith('https:')));
    return httpbis.verifyMessage(
      {
        keyLookup: async () => ({
          verify: async (data, signature) => verify(undefined, data, key, signature),
        }),
        requiredFields: ['@method', '@authority', '@path'],
        requiredParams: ['created', 'nonce', 'keyid', 'tag'],
      },
      { method, url, headers: headersOf(call) },
    );
  }

  withTools(
    'a channel that is onboarded is known by its tokens, and its name is never taken twice',
    async () => {
      await run('Onboard a channel');
      const keys = await register('channel-keys');
      expect(keys.tryFind('alipay-2026-01')?.owner).toEqual({
        role: 'channel',
        channel: 'alipay',
        scopes: ['citizen', 'checkpoint'],
      });
      const iat = Math.floor(clock.now() / 1000);
      const claims = {
        iss: 'alipay',
        sub: `10:${ID_NUMBER}`,
        scope: 'citizen',
        iat,
        exp: iat + 900,
      };
      const token = await new SignJWT(claims)
        .setAudience(AUDIENCE)
        .setProtectedHeader({ alg: 'ES256', kid: 'alipay-2026-01', typ: CHANNEL_TOKEN_TYPE })
        .sign(createPrivateKey(readFileSync(join(folder, 'channel.key'))));
      const tokens = new ChannelTokens({
        register: () => keys,
        personKeys: new PersonKeys(Buffer.alloc(32)),
        clock,
        audience: AUDIENCE,
      });
      expect(await tokens.callerOf(token, 'alipay')).toMatchObject({ scope: 'citizen' });
      expect(calls().map((call) => call.at(-1))).toContain(
        `https://${REGION}.origin.${ZONE}/channels/alipay/registration`,
      );

      await expect(run('Onboard a channel')).rejects.toThrow('alipay-2026-01 is taken');
      expect((await register('channel-keys')).size).toBe(1);
    },
  );

  withTools('a key that is rotated out is gone, the others stay', async () => {
    await run('Onboard a channel', { 'alipay-2026-01': 'alipay-2026-02' });
    const { stdout } = await run('Rotate a key of a caller', {
      'alipay-2025-01': 'alipay-2026-01',
    });
    expect(stdout).toContain('alipay-2026-01 alipay');
    const keys = await register('channel-keys');
    expect(keys.tryFind('alipay-2026-01')).toBeUndefined();
    expect(keys.tryFind('alipay-2026-02')).toBeDefined();
    await expect(run('Rotate a key of a caller')).rejects.toThrow('there is no key alipay-2025-01');
  });

  withTools('a partner that is onboarded signs as its registered key says', async () => {
    await run('Onboard a partner');
    const key = (await register('partner-keys')).tryFind('lab-7-2026-01');
    expect(key).toMatchObject({
      algorithm: 'EdDSA',
      owner: {
        role: 'source',
        source: 'lab-7',
        kinds: ['nucleic-acid-test'],
        recordsPerMinute: 6_000,
        nonGreenShare: 0.05,
      },
    });
    const [call = []] = calls();
    expect(call).toContain(`https://partner.${ZONE}/records/nucleic-acid-tests`);
    expect(headersOf(call)['signature-input']).toMatch(
      /^kapok=\("@method" "@authority" "@path" "content-digest"\);created=\d{10};nonce="[0-9a-f]{32}";keyid="lab-7-2026-01";tag="kapok-records"$/,
    );
    expect(await isSignedBy(key!.key, 'POST', call)).toBe(true);
    expect(await isSignedBy(key!.key, 'GET', call)).toBe(false);
  });

  withTools('a supervisor’s word about a batch is signed', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(
      join(folder, 'supervisor.key'),
      privateKey.export({ format: 'pem', type: 'pkcs8' }),
    );
    await run('Release a quarantined batch', { BATCH_ID: '0123abcd' });
    const [list = [], release = []] = calls();
    expect(list).toContain(`https://partner.${ZONE}/quarantine`);
    expect(release).toContain(`https://partner.${ZONE}/quarantine/0123abcd/release`);
    expect(await isSignedBy(publicKey, 'GET', list)).toBe(true);
    expect(await isSignedBy(publicKey, 'POST', release)).toBe(true);
    expect(headersOf(list)['signature-input']).not.toBe(headersOf(release)['signature-input']);
  });

  withTools(
    'a pin of the service level ends by itself, and at once when it is taken off',
    async () => {
      const pin = async () => {
        const Key = { topic: 'service-level', name: 'all' };
        const { Item } = await tables.send(
          new GetCommand({ TableName: 'kapok-guangdong-control', Key }),
        );
        return Item;
      };
      const [, on = '', off = ''] = shellBlocks(procedureText('Pin a service level'));
      const bash = (script: string) =>
        promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { env: environment });
      await bash(on);
      const set = await pin();
      expect(set).toMatchObject({ level: 1, by: 'operator', reason: 'WHY' });
      expect(Number(set?.until) - Number(set?.at)).toBe(3_600_000);
      expect(Math.abs(Number(set?.at) - Date.now())).toBeLessThan(60_000);
      await bash(off);
      expect((await pin())?.until).toBe((await pin())?.at);
    },
  );

  describe('the audit', () => {
    const chain = `audit#${REGION}#i-1#2026-01-10T00:31:00.000Z`;

    /** A chain as the service writes it. */
    function entries(count: number) {
      const made: Record<string, unknown>[] = [];
      let previous = '0'.repeat(64);
      for (let seq = 0; seq < count; seq += 1) {
        const at = new Date(Date.UTC(2026, 0, 10, 0, 31, seq)).toISOString();
        const content: JsonValue =
          seq === 0
            ? { action: 'anchor', after: { chain: 'audit#before', seq: 7 } }
            : { action: 'look-up', channel: 'suikang', staff: 's-1', purpose: 'x', person: 'p' };
        const hash = digestOf({ chain, seq, at, content, previous });
        made.push({
          person: chain,
          fact: String(seq).padStart(12, '0'),
          at,
          content,
          previous,
          hash,
        });
        previous = hash;
      }
      return made;
    }

    async function check(items: readonly Record<string, unknown>[], head: string, seq: number) {
      for (const Item of items) {
        await tables.send(new PutCommand({ TableName: 'kapok-guangdong-facts', Item }));
      }
      const [, script = ''] = shellBlocks(procedureText('Read the audit'));
      const said = script
        .replace("CHAIN=''", `CHAIN='${chain}'`)
        .replace("SEQ='' HASH=''", `SEQ='${seq}' HASH='${head}'`);
      const options = { cwd: folder, env: environment };
      const { stdout } = await promisify(execFile)(
        'bash',
        ['-euo', 'pipefail', '-c', said],
        options,
      );
      return stdout.trim().split('\n');
    }

    withTools('a whole chain is found intact, one that was changed or cut is not', async () => {
      const whole = entries(4);
      const head = String(whole[3]?.hash);
      const found = await check(whole, head, 3);
      expect(found).toHaveLength(5);
      expect(found.slice(0, 4).every((line) => line.startsWith('intact 2026-01-10'))).toBe(true);
      expect(found[4]).toBe('goes as far as the log says');

      const changed = { ...whole[2], content: { ...(whole[2]?.content as object), staff: 's-2' } };
      expect((await check([changed], head, 3))[2]).toMatch(/^BROKEN/);
      const other = 'f'.repeat(64);
      expect((await check([whole[2]!], other, 3)).at(-1)).toBe('BROKEN: the log says more');
      expect((await check([], head, 9)).at(-1)).toBe('BROKEN: the log says more');
    });

    withTools('fails while it was not said which chain, and how far it goes', async () => {
      const [, script = ''] = shellBlocks(procedureText('Read the audit'));
      const said = script.replace("CHAIN=''", `CHAIN='${chain}'`);
      // Pasted into a shell that goes on after a line that failed.
      for (const block of [script, said]) {
        const pasted = promisify(execFile)('bash', ['-c', block.replace(/^: .*$/m, '')], {
          cwd: folder,
          env: environment,
        });
        await expect(pasted).rejects.toThrow('set CHAIN, SEQ and HASH as the log says them');
        const strict = promisify(execFile)('bash', ['-euo', 'pipefail', '-c', block], {
          cwd: folder,
          env: environment,
        });
        await expect(strict).rejects.toThrow('as the log says it');
      }
    });
  });
});
