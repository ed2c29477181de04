import * as fc from 'fast-check';
import {
  checkCharacter,
  containsResidentId,
  normaliseResidentId,
  residentIdProblem,
} from '../../../service/people/resident-id';
import { ID_NUMBER, OTHER_ID_NUMBER, residentIds } from '../fixtures/people';
import { runs } from '../fixtures/runs';

const NOW = Date.parse('2022-01-10T00:31:00Z');

test.each([ID_NUMBER, OTHER_ID_NUMBER])('%s is well-formed', (number) => {
  expect(residentIdProblem(number, NOW)).toBeUndefined();
});

test.each([
  ['110105194912310021', 'has a wrong check digit'],
  ['11010519491231002', 'must have 17 digits and a digit or X'],
  ['110105491231002', 'must have 17 digits and a digit or X'],
  ['1101051949123100XX', 'must have 17 digits and a digit or X'],
  ['990105194912310020', 'must begin with the code of a province'],
  ['110105194913310020', 'must hold a date of birth'],
  ['110105190002290020', 'must hold a date of birth'],
  ['110105220001010020', 'must hold a date of birth'],
])('fails for %s, which %s', (number, problem) => {
  expect(residentIdProblem(number, NOW)).toBe(problem);
});

test('every number with its own check character is well-formed', () => {
  fc.assert(
    fc.property(residentIds, (number) => residentIdProblem(number, NOW) === undefined),
    { numRuns: runs(100) },
  );
});

test('a change of any one digit, or of two neighbours, never goes unnoticed', () => {
  const change = fc.record({
    number: residentIds,
    at: fc.integer({ min: 0, max: 16 }),
    by: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(change, ({ number, at, by }) => {
      const digits = [...number];
      digits[at] = String((Number(digits[at]) + by) % 10);
      expect(residentIdProblem(digits.join(''), NOW)).toBeDefined();
      const swapped = [...number];
      [swapped[at], swapped[at + 1]] = [number[at + 1]!, number[at]!];
      const moved = swapped.join('') !== number;
      expect(residentIdProblem(swapped.join(''), NOW) === undefined).toBe(!moved);
    }),
    { numRuns: runs(100) },
  );
});

test('the check character is the one ISO 7064 MOD 11-2 defines', () => {
  fc.assert(
    fc.property(residentIds, (number) => {
      // Pure system: the weighted sum over all eighteen characters leaves 1 modulo 11.
      const sum = [...number].reduce(
        (total, character, at) =>
          (total + (character === 'X' ? 10 : Number(character)) * 2 ** (17 - at)) % 11,
        0,
      );
      expect(sum).toBe(1);
      expect(checkCharacter(number)).toBe(number[17]);
    }),
    { numRuns: runs(100) },
  );
});

test('what people type becomes one form', () => {
  expect(normaliseResidentId(' 110105 19491231 002x ')).toBe(ID_NUMBER);
  expect(normaliseResidentId('１１０１０５１９４９１２３１００２Ｘ')).toBe(ID_NUMBER);
});

test('a number is found inside other text, other digits are not taken for one', () => {
  expect(containsResidentId(`lab-${ID_NUMBER.toLowerCase()}-7`, NOW)).toBe(true);
  expect(containsResidentId('20220110083100-000000000000000123', NOW)).toBe(false);
});
