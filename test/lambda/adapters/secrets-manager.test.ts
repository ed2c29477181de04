import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SecretsManagerStore } from '../../../lambda/adapters/secrets-manager';

type Command = GetSecretValueCommand | PutSecretValueCommand;

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

test('fails with what AWS says when a read is refused', async () => {
  const store = storeThat(() => {
    throw new Error('AccessDeniedException');
  });

  await expect(store.tryRead('name')).rejects.toThrow('AccessDeniedException');
});

test('writes a new value by name', async () => {
  const asked: Command[] = [];
  const store = storeThat((command) => asked.push(command));

  await store.write('name', 'value');

  expect(asked[0]).toBeInstanceOf(PutSecretValueCommand);
  expect(asked[0]?.input).toEqual({ SecretId: 'name', SecretString: 'value' });
});
