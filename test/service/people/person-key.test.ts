import * as fc from 'fast-check';
import { PersonKeys } from '../../../service/people/person-key';
import { ID_NUMBER, residentIds } from '../fixtures/people';
import { runs } from '../fixtures/runs';

const keys = new PersonKeys(Buffer.alloc(32, 7));

test('a person key is HMAC-SHA-256 of type and number under the pepper', () => {
  // printf '10|11010519491231002X' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707...07
  expect(keys.personKey({ idType: '10', idNumber: ID_NUMBER })).toBe(
    '6481edbeb5a4f0aa602709f20c3589f089c5e23313b3f4bc65962fa38372fba8',
  );
});

test('another pepper names everybody otherwise', () => {
  const others = new PersonKeys(Buffer.alloc(32, 8));
  const person = { idType: '10', idNumber: ID_NUMBER } as const;
  expect(others.personKey(person)).not.toBe(keys.personKey(person));
});

test('a pseudonym has 64 bits, holds for a day and tells neither person nor key', () => {
  fc.assert(
    fc.property(residentIds, residentIds, (one, two) => {
      fc.pre(one !== two);
      const [first, second] = [one, two].map((idNumber) =>
        keys.personKey({ idType: '10', idNumber }),
      ) as [string, string];
      const pseudonym = keys.pseudonym(first, '2022-01-10');
      expect(Buffer.from(pseudonym, 'base64url')).toHaveLength(8);
      expect(keys.pseudonym(first, '2022-01-10')).toBe(pseudonym);
      expect(keys.pseudonym(first, '2022-01-11')).not.toBe(pseudonym);
      expect(keys.pseudonym(second, '2022-01-10')).not.toBe(pseudonym);
    }),
    { numRuns: runs(100) },
  );
});

test('a family member has one id with each guardian, of 12 characters', () => {
  const [guardian, other, member] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [
    string,
    string,
    string,
  ];
  const id = keys.memberId(guardian, member);
  expect(id).toMatch(/^[\w-]{12}$/);
  expect(keys.memberId(guardian, member)).toBe(id);
  expect(keys.memberId(other, member)).not.toBe(id);
  expect(keys.memberId(member, guardian)).not.toBe(id);
  expect(keys.auditName(member)).not.toContain(id);
});

test('a derived key depends on its purpose and on the pepper, and on nothing else', () => {
  const key = (of: PersonKeys, purpose: string) => of.deriveKey(purpose).export().toString('hex');
  const others = new PersonKeys(Buffer.alloc(32, 8));
  expect(key(keys, 'paper')).toMatch(/^[0-9a-f]{64}$/);
  expect(key(keys, 'paper')).toBe(key(new PersonKeys(Buffer.alloc(32, 7)), 'paper'));
  expect(new Set([key(keys, 'paper'), key(keys, 'other'), key(others, 'paper')]).size).toBe(3);
});

test.each([
  ['10', 'E12345678'],
  ['10', '110105491231002'],
  ['20', ID_NUMBER],
  ['14', '12345678'],
] as const)('fails for type %s with the number %s: nobody has two keys', (idType, idNumber) => {
  expect(() => keys.personKey({ idType, idNumber })).toThrow(
    expect.objectContaining({ code: 'KAPOK_ID_NUMBER', field: 'idNumber' }),
  );
});
