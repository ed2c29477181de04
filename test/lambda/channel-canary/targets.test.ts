import { readTargets } from '../../../lambda/channel-canary/targets';

const COMPLETE = {
  KAPOK_PLAN: 'guangdong',
  KAPOK_CHANNELS: 'alipay,suikang',
  KAPOK_TARGETS: 'eu-west-1=eu-west-1.origin.example.org,eu-west-2=eu-west-2.origin.example.org',
};

test('reads plan, channels and targets', () => {
  expect(readTargets(COMPLETE)).toEqual({
    plan: 'guangdong',
    channels: ['alipay', 'suikang'],
    targets: [
      { region: 'eu-west-1', hostname: 'eu-west-1.origin.example.org' },
      { region: 'eu-west-2', hostname: 'eu-west-2.origin.example.org' },
    ],
  });
});

test.each(Object.keys(COMPLETE))('fails naming %s when it is missing', (variable) => {
  expect(() => readTargets({ ...COMPLETE, [variable]: undefined })).toThrow(variable);
});

test.each(['eu-west-1', 'eu-west-1=', '=name', 'a=b=c'])('fails for the target %j', (pair) => {
  expect(() => readTargets({ ...COMPLETE, KAPOK_TARGETS: pair })).toThrow(
    `environment variable KAPOK_TARGETS is '${pair}'`,
  );
});
