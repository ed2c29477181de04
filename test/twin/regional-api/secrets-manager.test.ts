import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { RegionalApiServer } from '../../../lib/twin/regional-api/regional-api-server';
import {
  configurationOf,
  eventually,
  SECRET,
  SINGAPORE,
  secretsManager,
  TOKYO,
  temporaryDirectory,
} from './two-regions';

const SecretId = SECRET.secretName;
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let servers: Record<string, RegionalApiServer>;
let clients: Record<string, SecretsManagerClient>;

beforeEach(async () => {
  directory = await temporaryDirectory();
  servers = {};
  clients = {};
  await Promise.all([start(SINGAPORE), start(TOKYO)]);
});

afterEach(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await Promise.all(Object.values(servers).map((server) => server.close()));
  await directory.remove();
});

const urlOf = (region: string) => `http://127.0.0.1:${servers[region]?.port}`;

async function start(region: string): Promise<void> {
  servers[region] = await RegionalApiServer.start(configurationOf(region, directory.path));
  clients[region] = secretsManager(region, urlOf(region));
}

async function introduce(): Promise<void> {
  const body = JSON.stringify({ urls: { [TOKYO]: urlOf(TOKYO) } });
  await fetch(`${urlOf(SINGAPORE)}/twin/peers`, { method: 'POST', body });
}

const client = (region: string) => clients[region] as SecretsManagerClient;
const get = (region: string, more = {}) =>
  client(region).send(new GetSecretValueCommand({ SecretId, ...more }));
const put = (SecretString: string, more = {}) =>
  client(SINGAPORE).send(new PutSecretValueCommand({ SecretId, SecretString, ...more }));

test('a value put in the primary region reaches the replica, also one that starts later', async () => {
  const { VersionId } = await put('{"current":1}');
  const described = await client(SINGAPORE).send(new DescribeSecretCommand({ SecretId }));
  expect(described.ReplicationStatus).toEqual([{ Region: TOKYO, Status: 'InProgress' }]);
  await introduce();
  await eventually('the replica is in sync', async () => {
    const { ReplicationStatus } = await client(SINGAPORE).send(
      new DescribeSecretCommand({ SecretId }),
    );
    return ReplicationStatus?.[0]?.Status === 'InSync';
  });
  const replica = await get(TOKYO);
  expect(replica).toMatchObject({ SecretString: '{"current":1}', VersionId, Name: SecretId });
  expect(replica.VersionStages).toEqual(['AWSCURRENT']);
  expect(replica.ARN).toContain(`:${TOKYO}:`);
  expect(replica.CreatedDate?.getUTCFullYear()).toBe(2022);
});

test('a new value makes the one before it AWSPREVIOUS', async () => {
  const first = await put('one');
  await put('two');
  expect((await get(SINGAPORE)).SecretString).toBe('two');
  expect((await get(SINGAPORE, { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
  expect((await get(SINGAPORE, { VersionId: first.VersionId })).SecretString).toBe('one');
});

test('a value survives a restart, and a draft left by a kill is no harm', async () => {
  await put('kept');
  await servers[SINGAPORE]?.close();
  client(SINGAPORE).destroy();
  await writeFile(join(directory.path, SINGAPORE, 'secrets.json.new'), '{"torn');
  await start(SINGAPORE);
  expect((await get(SINGAPORE)).SecretString).toBe('kept');
});

test('a secret is found by its ARN too, and the same token puts the same value once', async () => {
  const ClientRequestToken = 'a'.repeat(32);
  const { ARN } = await put('one', { ClientRequestToken });
  expect((await get(SINGAPORE, { SecretId: ARN })).SecretString).toBe('one');
  expect((await put('one', { ClientRequestToken })).VersionId).toBe(ClientRequestToken);
  await expect(put('other', { ClientRequestToken })).rejects.toMatchObject({
    name: 'ResourceExistsException',
  });
});

test('fails on a secret without a value and on an unknown one, as AWS does', async () => {
  await expect(get(SINGAPORE)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
  });
  await expect(get(SINGAPORE, { SecretId: 'unknown' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: "Secrets Manager can't find the specified secret.",
  });
});

test('fails on a put to a replica', async () => {
  const command = new PutSecretValueCommand({ SecretId, SecretString: 'x' });
  await expect(client(TOKYO).send(command)).rejects.toMatchObject({
    name: 'InvalidRequestException',
  });
});

test('fails on an operation that is not emulated', async () => {
  await expect(client(SINGAPORE).send(new ListSecretsCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  });
});
