import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { SecretsManagerVersions } from '../../../lambda/adapters/secret-versions';

interface Command {
  readonly input: object;
}

function versionsThat(answer: (command: Command) => unknown) {
  const asked: Command[] = [];
  const client = {
    send: async (command: Command) => {
      asked.push(command);
      return answer(command);
    },
  };
  return { versions: new SecretsManagerVersions(client as unknown as SecretsManagerClient), asked };
}

const throwing = (error: Error) => () => {
  throw error;
};

test.each([
  [true, true],
  [false, false],
  // Never rotated yet.
  [undefined, true],
])(
  'tells labels, copies that are behind, and of a rotation that is %s that it is on: %s',
  async (RotationEnabled, on) => {
    const { versions, asked } = versionsThat(() => ({
      RotationEnabled,
      VersionIdsToStages: { a: ['AWSCURRENT'], b: ['AWSPENDING'] },
      ReplicationStatus: [
        { Region: 'one', Status: 'InSync' },
        { Region: 'two', Status: 'Failed' },
        { Region: 'three', Status: 'InProgress' },
        { Region: 'four' },
      ],
    }));

    expect(await versions.describe('name')).toEqual({
      rotationEnabled: on,
      stagesByVersion: { a: ['AWSCURRENT'], b: ['AWSPENDING'] },
      copiesBehind: [
        { region: 'two', status: 'Failed' },
        { region: 'three', status: 'InProgress' },
        { region: 'four', status: 'InProgress' },
      ],
    });
    expect(asked[0]).toBeInstanceOf(DescribeSecretCommand);
  },
);

test('takes a secret without versions and copies as it is', async () => {
  const { versions } = versionsThat(() => ({}));

  expect(await versions.describe('name')).toMatchObject({ stagesByVersion: {}, copiesBehind: [] });
});

test('reads what everybody reads, and one version in preparation', async () => {
  const { versions, asked } = versionsThat(() => ({ SecretString: 'value' }));

  expect(await versions.tryReadCurrent('name')).toBe('value');
  expect(await versions.tryReadPending('name', 'v')).toBe('value');
  for (const command of asked) expect(command).toBeInstanceOf(GetSecretValueCommand);
  expect(asked.map(({ input }) => input)).toEqual([
    { SecretId: 'name', VersionStage: 'AWSCURRENT' },
    { SecretId: 'name', VersionId: 'v', VersionStage: 'AWSPENDING' },
  ]);
});

test('takes a version that is labelled but has no value yet as empty, a binary one as not', async () => {
  const missing = new ResourceNotFoundException({ message: 'no value', $metadata: {} });

  expect(
    await versionsThat(throwing(missing)).versions.tryReadPending('name', 'v'),
  ).toBeUndefined();
  expect(await versionsThat(() => ({})).versions.tryReadPending('name', 'v')).toBe('');
  const failing = versionsThat(throwing(new Error('InternalServiceError'))).versions;
  await expect(failing.tryReadPending('name', 'v')).rejects.toThrow('InternalServiceError');
});

test('prepares a version under the token of its rotation, out of sight of readers', async () => {
  const { versions, asked } = versionsThat(() => ({}));

  await versions.writePending('name', 'v', 'value');

  expect(asked[0]).toBeInstanceOf(PutSecretValueCommand);
  expect(asked[0]?.input).toEqual({
    SecretId: 'name',
    ClientRequestToken: 'v',
    SecretString: 'value',
    VersionStages: ['AWSPENDING'],
  });
});

test('leaves a version the value that another attempt gave it, and fails on anything else', async () => {
  const exists = new ResourceExistsException({ message: 'token was used', $metadata: {} });

  await versionsThat(throwing(exists)).versions.writePending('name', 'v', 'value');
  const failing = versionsThat(throwing(new Error('EncryptionFailure'))).versions;
  await expect(failing.writePending('name', 'v', 'value')).rejects.toThrow('EncryptionFailure');
});

test('moves the label that everybody reads by, and takes the other one away', async () => {
  const { versions, asked } = versionsThat(() => ({}));

  await versions.promote('name', 'v', 'before');
  await versions.unmarkPending('name', 'v');

  for (const command of asked) expect(command).toBeInstanceOf(UpdateSecretVersionStageCommand);
  expect(asked.map(({ input }) => input)).toEqual([
    {
      SecretId: 'name',
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: 'v',
      RemoveFromVersionId: 'before',
    },
    { SecretId: 'name', VersionStage: 'AWSPENDING', RemoveFromVersionId: 'v' },
  ]);
});
