import { answerRequest } from '../../../lambda/credential-secrets/answer-request';
import { FakeSecretStore } from './fake-secret-store';

const NAMES = { signingKey: 'the-key', pepper: 'the-pepper' };

function emptyStore(): FakeSecretStore {
  return new FakeSecretStore({ 'the-key': undefined, 'the-pepper': undefined });
}

test('a deletion writes nothing', async () => {
  const store = emptyStore();

  await answerRequest({ RequestType: 'Delete' }, store, NAMES, store.clock);

  expect(store.writes).toEqual([]);
});

test('a creation fills both secrets, and an update leaves them', async () => {
  const store = emptyStore();

  await answerRequest({ RequestType: 'Create' }, store, NAMES, store.clock);
  await answerRequest({ RequestType: 'Update' }, store, NAMES, store.clock);

  expect(store.writes.map(({ secretName }) => secretName)).toEqual(['the-key', 'the-pepper']);
});

test('answers every request with the same id, so that nothing is ever replaced', async () => {
  const store = emptyStore();
  const answers = [
    await answerRequest({ RequestType: 'Create' }, store, NAMES, store.clock),
    await answerRequest({ RequestType: 'Update' }, store, NAMES, store.clock),
    await answerRequest({ RequestType: 'Delete' }, store, NAMES, store.clock),
  ];

  expect(new Set(answers.map((answer) => answer.PhysicalResourceId)).size).toBe(1);
});
