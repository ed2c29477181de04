import * as fc from 'fast-check';
import { idNumberProblem, normaliseIdNumber } from '../../../service/people/id-number';
import { ID_TYPE_TEXTS, ID_TYPES, type IdType } from '../../../service/people/id-types';
import { checkCharacter, containsResidentId } from '../../../service/people/resident-id';
import { ID_NUMBER, residentIds } from '../fixtures/people';
import { runs } from '../fixtures/runs';

const NOW = Date.parse('2022-01-10T00:31:00Z');

/** A residence card of the form of 2023; its first 17 digits are made up. */
const PERMIT = `91110119800101001${checkCharacter('91110119800101001')}`;

test.each<[IdType, string]>([
  ['10', ID_NUMBER],
  ['10', '440000185001010004'],
  ['14', 'H12345678'],
  ['14', 'M1234567801'],
  ['15', '12345678'],
  ['15', '1234567801B'],
  ['20', 'E12345678'],
  ['20', '123456789'],
  ['34', 'ABC123456789012'],
  ['34', PERMIT],
])('of type %s, %s is well-formed', (idType, number) => {
  expect(idNumberProblem(idType, number, NOW)).toBeUndefined();
});

test.each<[IdType, string]>([
  ['10', PERMIT],
  ['14', 'X12345678'],
  ['14', 'H123456789'],
  ['15', '1234567'],
  ['15', '123456789'],
  ['20', 'ABCDEFGHI'],
  ['20', '1234'],
  ['20', '1'.repeat(18)],
  ['34', `${PERMIT.slice(0, 17)}${PERMIT[17] === '0' ? '1' : '0'}`],
  ['34', 'ABC12345678901'],
])('fails of type %s for %s', (idType, number) => {
  expect(idNumberProblem(idType, number, NOW)).toBeDefined();
});

test('no resident-ID number is a number of any other kind', () => {
  fc.assert(
    fc.property(residentIds, (number) => {
      const taken = ID_TYPES.filter((type) => idNumberProblem(type, number, NOW) === undefined);
      expect(taken).toEqual(['10']);
    }),
    { numRuns: runs(100) },
  );
});

test('what people type becomes one form', () => {
  expect(normaliseIdNumber(' h1234 5678(01)')).toBe('H1234567801');
  expect(normaliseIdNumber(`${ID_NUMBER.slice(0, 6)}-${ID_NUMBER.slice(6).toLowerCase()}`)).toBe(
    ID_NUMBER,
  );
});

test('a residence card is found inside other text as a resident-ID number is', () => {
  expect(containsResidentId(`card ${PERMIT}`, NOW)).toBe(true);
});

test('each kind has a name in both languages', () => {
  for (const idType of ID_TYPES) {
    expect(ID_TYPE_TEXTS[idType].en).not.toBe('');
    expect(ID_TYPE_TEXTS[idType].zh).toMatch(/\p{Script=Han}/u);
  }
});
