import { addRegistration } from '../../../service/channels/registration-route';
import { type ChannelTestApp, channelApp } from '../fixtures/channel-app';

let app: ChannelTestApp;

beforeEach(async () => {
  app = await channelApp();
  addRegistration({ ...app, audience: app.config.issuer });
});

afterEach(() => app.http.close());

test('a channel learns which of its public keys are known, and nothing of others or private', async () => {
  const response = await app.http.send('/channels/suikang/registration');
  expect(response.json()).toEqual({
    channel: 'suikang',
    tokens: {
      type: 'kapok-channel+jwt',
      audience: 'https://code.code.example.org',
      longestLifeSeconds: 900,
    },
    keys: [
      {
        kid: 'suikang-1',
        alg: 'ES256',
        scopes: ['citizen', 'checkpoint', 'staff'],
        jwk: { kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String) },
      },
    ],
  });
});

test('fails for a channel that is none', async () => {
  const response = await app.http.send('/channels/nobody/registration');
  expect(response.json().error).toMatchObject({ code: 'KAPOK_CHANNEL_UNKNOWN' });
});
