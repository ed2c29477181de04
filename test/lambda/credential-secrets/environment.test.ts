import { readEnvironment } from '../../../lambda/credential-secrets/environment';
import { VariableError } from '../../../lambda/required-variable';

const COMPLETE = {
  KAPOK_SIGNING_KEY_SECRET: 'the-key',
  KAPOK_PEPPER_SECRET: 'the-pepper',
  KAPOK_CHANNEL_KEYS_SECRET: 'the-channels',
  KAPOK_PARTNER_KEYS_SECRET: 'the-partners',
};

test('reads the names of all secrets', () => {
  expect(readEnvironment(COMPLETE)).toEqual({
    signingKey: 'the-key',
    pepper: 'the-pepper',
    channelKeys: 'the-channels',
    partnerKeys: 'the-partners',
  });
});

test.each(
  Object.keys(COMPLETE).flatMap((variable) => [
    [variable, undefined],
    [variable, ''],
  ]),
)('fails naming %s when it is %j', (variable, value) => {
  const read = () => readEnvironment({ ...COMPLETE, [String(variable)]: value });

  expect(read).toThrow(VariableError);
  expect(read).toThrow(`environment variable ${variable} is not set`);
});
