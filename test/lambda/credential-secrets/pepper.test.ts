import { isPepper, makePepper } from '../../../lambda/credential-secrets/pepper';

test('makes another pepper of 32 bytes every time', () => {
  expect(makePepper()).toMatch(/^[0-9a-f]{64}$/);
  expect(makePepper()).not.toBe(makePepper());
});

test.each([
  ['its own', makePepper(), true],
  ['an empty text', '', false],
  ['one character less', makePepper().slice(1), false],
  ['a line end after it', `${makePepper()}\n`, false],
  ['other characters', 'g'.repeat(64), false],
])('judges %s', (_, value, expected) => {
  expect(isPepper(value)).toBe(expected);
});
