import { answerRequest } from '../../../lambda/credential-secrets/answer-request';
import { FakeSecretStore } from './fake-secret-store';

const NAMES = {
  signingKey: 'the-key',
  pepper: 'the-pepper',
  channelKeys: 'the-channels',
  partnerKeys: 'the-partners',
};

function emptyStore(): FakeSecretStore {
  return new FakeSecretStore(
    Object.fromEntries(Object.values(NAMES).map((name) => [name, undefined])),
  );
}

test('a deletion writes nothing', async () => {
  const store = emptyStore();

  await answerRequest({ RequestType: 'Delete' }, store, NAMES, store.clock);

  expect(store.writes).toEqual([]);
});

test('a creation fills all secrets, and an update leaves them', async () => {
  const store = emptyStore();

  await answerRequest({ RequestType: 'Create' }, store, NAMES, store.clock);
  await answerRequest({ RequestType: 'Update' }, store, NAMES, store.clock);

  expect(store.writes.map(({ secretName }) => secretName)).toEqual(Object.values(NAMES));
});

test('says when the next key was made by the time of day', async () => {
  const store = emptyStore();

  await answerRequest({ RequestType: 'Create' }, store, NAMES, store.clock);

  expect(JSON.parse(store.held('the-key')).next.madeAt).toBe('2022-01-10T00:00:00.000Z');
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
