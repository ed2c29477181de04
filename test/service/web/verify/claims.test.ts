import { maskedName } from '../../../../service/people/masked-name';
import { tryReadClaims } from '../../../../service/web/verify/claims';
import { CLAIMS, Phone } from '../../fixtures/credentials';

const phone = new Phone();

test('reads what verifying takes and leaves out the rest', () => {
  const { rules, channel, ...rest } = CLAIMS;
  expect(tryReadClaims(CLAIMS)).toEqual(rest);
  expect(tryReadClaims({ ...CLAIMS, cnf: phone.cnf })).toEqual({ ...rest, device: phone.device });
});

test.each([
  ['a full name', '张小明'],
  ['two characters', '张小'],
  ['a star alone', '*'],
  ['four stars', '张****'],
  ['a sign that turns the line around', '\u202e**'],
  ['a digit of a number', '1***'],
  ['something that is no text', 7],
])('nobody at a gate reads %s', (_, name) => {
  expect(tryReadClaims({ ...CLAIMS, name })).not.toHaveProperty('name');
});

test.each(['张小明', '张', '阿卜杜拉·买买提', 'Li Wei', '𠮷野家', '欧阳娜娜'])(
  'a name is read as it is masked: %s',
  (name) => {
    expect(tryReadClaims({ ...CLAIMS, name: maskedName(name) })?.name).toBe(maskedName(name));
  },
);

test.each([
  ['no object', 'text'],
  ['null', null],
  ['no issuer', { ...CLAIMS, iss: undefined }],
  ['no pseudonym', { ...CLAIMS, sub: undefined }],
  ['a colour that nobody knows', { ...CLAIMS, colour: 'gold' }],
  ['a time that is a text', { ...CLAIMS, exp: '1641860000' }],
  ['a time before 1970', { ...CLAIMS, iat: -1 }],
  ['half a second', { ...CLAIMS, iat: 0.5 }],
  ['a time after the year 9999', { ...CLAIMS, exp: 253_402_300_800 }],
  ['no freshness', { ...CLAIMS, fresh: undefined }],
  ['a binding that is null, which must not pass for none', { ...CLAIMS, cnf: null }],
  ['a binding by another member', { ...CLAIMS, cnf: { jkt: 'x' } }],
  ['a binding to a point that is too short', { ...CLAIMS, cnf: { dev: 'AAAA' } }],
  ['a binding to a number', { ...CLAIMS, cnf: { dev: 1 } }],
  ['a binding that is no base64url', { ...CLAIMS, cnf: { dev: '='.repeat(44) } }],
])('fails for %s', (_, payload) => {
  expect(tryReadClaims(payload)).toBeUndefined();
});
