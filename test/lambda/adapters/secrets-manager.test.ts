import {
  DescribeSecretCommand,
  type DescribeSecretResponse,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  SecretsManagerServiceException,
} from '@aws-sdk/client-secrets-manager';
import { AccessDeniedError, SecretsManagerStore } from '../../../lambda/adapters/secrets-manager';

type Command = DescribeSecretCommand | GetSecretValueCommand | PutSecretValueCommand;

function storeThat(answer: (command: Command) => unknown): SecretsManagerStore {
  const client = { send: async (command: Command) => answer(command) };
  return new SecretsManagerStore(client as unknown as SecretsManagerClient);
}

test('reads the current value by name', async () => {
  const asked: Command[] = [];
  const store = storeThat((command) => {
    asked.push(command);
    return { SecretString: 'value' };
  });

  expect(await store.tryRead('name')).toBe('value');
  expect(asked[0]).toBeInstanceOf(GetSecretValueCommand);
  expect(asked[0]?.input).toEqual({ SecretId: 'name' });
});

test('takes a secret without a value as empty', async () => {
  const store = storeThat(() => {
    throw new ResourceNotFoundException({ message: 'no value', $metadata: {} });
  });

  expect(await store.tryRead('name')).toBeUndefined();
});

test('takes a binary value as one that is there', async () => {
  const store = storeThat(() => ({ SecretBinary: new Uint8Array([1]) }));

  expect(await store.tryRead('name')).toBe('');
});

test('fails with what AWS says when a read goes wrong', async () => {
  const store = storeThat(() => {
    throw new Error('InternalServiceError');
  });

  await expect(store.tryRead('name')).rejects.toThrow('InternalServiceError');
});

test.each<[string, (store: SecretsManagerStore) => Promise<unknown>]>([
  ['a read', (store) => store.tryRead('name')],
  ['a write', (store) => store.write('name', 'value')],
  ['a look at the copies', (store) => store.copies('name')],
])('fails with a denial when %s is denied', async (_, call) => {
  const store = storeThat(() => {
    throw new SecretsManagerServiceException({
      name: 'AccessDeniedException',
      message: 'Access to KMS is not allowed',
      $fault: 'client',
      $metadata: {},
    });
  });

  await expect(call(store)).rejects.toThrow(AccessDeniedError);
});

test.each<[string, DescribeSecretResponse, object[]]>([
  ['none', {}, []],
  [
    'one of each',
    {
      ReplicationStatus: [
        { Region: 'one', Status: 'InSync' },
        { Region: 'two', Status: 'Failed', StatusMessage: 'no key' },
      ],
    },
    [
      { region: 'one', status: 'InSync' },
      { region: 'two', status: 'Failed' },
    ],
  ],
])('tells how the copies stand: %s', async (_, answer, expected) => {
  const asked: Command[] = [];
  const store = storeThat((command) => {
    asked.push(command);
    return answer;
  });

  expect(await store.copies('name')).toEqual(expected);
  expect(asked[0]).toBeInstanceOf(DescribeSecretCommand);
  expect(asked[0]?.input).toEqual({ SecretId: 'name' });
});

test('writes a new value by name', async () => {
  const asked: Command[] = [];
  const store = storeThat((command) => asked.push(command));

  await store.write('name', 'value');

  expect(asked[0]).toBeInstanceOf(PutSecretValueCommand);
  expect(asked[0]?.input).toEqual({ SecretId: 'name', SecretString: 'value' });
});
