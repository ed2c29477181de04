import { isPepper, makePepper } from '../../../lambda/credential-secrets/pepper';
import { readPepper } from '../../../service/secrets/secret-values';

test('makes another pepper of 32 bytes every time', () => {
  expect(makePepper()).toMatch(/^[0-9a-f]{64}$/);
  expect(makePepper()).not.toBe(makePepper());
});

test.each([
  ['its own', makePepper(), true],
  ['capital letters', makePepper().toUpperCase(), true],
  ['a line end after it', `${makePepper()}\n`, true],
  ['an empty text', '', false],
  ['one character less', makePepper().slice(1), false],
  ['a line end within it', `${makePepper().slice(1)}\n0`, false],
  ['other characters', 'g'.repeat(64), false],
])('judges %s as the service does', (_, value, expected) => {
  expect(isPepper(value)).toBe(expected);
  if (expected) expect(readPepper(value)).toHaveLength(32);
  else expect(() => readPepper(value)).toThrow();
});
