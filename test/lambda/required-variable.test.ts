import { requiredList, requiredVariable, VariableError } from '../../lambda/required-variable';

test('reads a variable and a list', () => {
  expect(requiredVariable({ PLAN: 'guangdong' }, 'PLAN', 'a name')).toBe('guangdong');
  expect(requiredList({ CHANNELS: 'a,b' }, 'CHANNELS', 'names')).toEqual(['a', 'b']);
});

test.each([undefined, ''])('fails naming a variable that is %j', (value) => {
  expect(() => requiredVariable({ PLAN: value }, 'PLAN', 'the name of the plan')).toThrow(
    'environment variable PLAN is not set; it must be the name of the plan',
  );
});

test.each(['a,', ',a', 'a,,b'])('fails for the list %j, in which a part is empty', (value) => {
  expect(() => requiredList({ CHANNELS: value }, 'CHANNELS', 'names')).toThrow(VariableError);
});

test.each([
  [undefined, 'KAPOK_ENVIRONMENT_MISSING'],
  ['', 'KAPOK_ENVIRONMENT_MISSING'],
  ['a,', 'KAPOK_ENVIRONMENT_INVALID'],
])('fails for the list %j with the code %s', (value, code) => {
  expect(() => requiredList({ CHANNELS: value }, 'CHANNELS', 'names')).toThrow(
    expect.objectContaining({
      code,
      message: expect.stringContaining(`${code}: `),
      fix: 'set CHANNELS where the function is defined',
    }),
  );
});
