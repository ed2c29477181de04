import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { makeCallerKey } from '../../../lib/twin/callers/caller-key';
import { registerCallers } from '../../../lib/twin/callers/register-callers';
import { RegionalApiServer } from '../../../lib/twin/regional-api/regional-api-server';
import {
  configurationOf,
  SECRET,
  SINGAPORE,
  secretsManager,
  TOKYO,
  temporaryDirectory,
} from '../regional-api/two-regions';

const SecretId = SECRET.secretName;
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let servers: Record<string, RegionalApiServer>;

beforeEach(async () => {
  directory = await temporaryDirectory();
  const [singapore, tokyo] = await Promise.all(
    [SINGAPORE, TOKYO].map((region) =>
      RegionalApiServer.start(configurationOf(region, directory.path)),
    ),
  );
  servers = { [SINGAPORE]: singapore!, [TOKYO]: tokyo! };
  const body = JSON.stringify({ urls: { [TOKYO]: endpointOf(TOKYO) } });
  await fetch(`${endpointOf(SINGAPORE)}/twin/peers`, { method: 'POST', body });
});

afterEach(async () => {
  await Promise.all(Object.values(servers).map((server) => server.close()));
  await directory.remove();
});

const endpointOf = (region: string) => `http://127.0.0.1:${servers[region]?.port}`;
const REGISTERS = { secrets: [SECRET], endpointOf };

function key(kid: string) {
  return makeCallerKey(kid, { role: 'channel', channel: 'suikang', scopes: ['citizen'] }).entry;
}

async function kidsIn(region: string): Promise<string[]> {
  const client = secretsManager(region, endpointOf(region));
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
  client.destroy();
  return (JSON.parse(SecretString) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
}

async function put(value: object): Promise<void> {
  const client = secretsManager(SINGAPORE, endpointOf(SINGAPORE));
  const SecretString = JSON.stringify(value);
  await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  client.destroy();
}

test('keys join those that are there, and every region has them when it resolves', async () => {
  await put({ keys: [{ kid: 'of-somebody-else' }, { kid: 'suikang-1' }] });
  const entries = [key('suikang-1'), key('suikang-2')];
  await registerCallers([{ secretName: SecretId, entries }], REGISTERS);

  const expected = ['of-somebody-else', 'suikang-1', 'suikang-2'];
  expect(await kidsIn(SINGAPORE)).toEqual(expected);
  expect(await kidsIn(TOKYO)).toEqual(expected);
});

test('fails for a register that the assembly does not have', async () => {
  await expect(registerCallers([{ secretName: 'other', entries: [] }], REGISTERS)).rejects.toThrow(
    'no secret other',
  );
});
