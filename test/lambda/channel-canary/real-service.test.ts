import type { Answer } from '../../../lambda/adapters/https-post';
import { askChannels } from '../../../lambda/channel-canary/ask-channels';
import { KEYS_PATH } from '../../../lambda/channel-canary/judge-credential';
import { JWKS_PATH } from '../../../service/credential/jwks-route';
import { type TestApp, testApp } from '../../service/fixtures/app';
import { RecordingSink } from '../recording-sink';

let citizen: TestApp;
beforeAll(async () => {
  citizen = await testApp('citizen');
});
afterAll(() => citizen.http.close());

async function askService(method: 'GET' | 'POST', path: string, payload?: string): Promise<Answer> {
  const headers: Record<string, string> =
    payload === undefined ? {} : { 'content-type': 'application/json' };
  const response = await citizen.http.send({ method, url: path, headers, payload });
  return {
    status: response.statusCode,
    headers: response.headers as Answer['headers'],
    body: response.body,
  };
}

test('the canary is content with what the service itself answers', async () => {
  const metrics = new RecordingSink();
  const logged: string[] = [];
  const hostname = 'ap-southeast-1.origin.example.org';

  await askChannels(
    {
      plan: 'guangdong',
      channels: ['suikang'],
      targets: [{ region: 'ap-southeast-1', hostname }],
    },
    {
      https: {
        post: ({ path, body }) => askService('POST', path, body),
        get: ({ path }) => askService('GET', path),
      },
      metrics,
      now: () => citizen.clock.now(),
      log: (line) => logged.push(line),
    },
  );

  expect(logged).toEqual([]);
  expect(metrics.emitted[0]?.values[0]).toEqual({ name: 'CanarySuccess', unit: 'Count', value: 1 });
});

test('the canary looks for the keys where the service publishes them', () => {
  expect(KEYS_PATH).toBe(JWKS_PATH);
});
