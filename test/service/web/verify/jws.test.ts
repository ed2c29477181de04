import { tryReadJws } from '../../../../service/web/verify/jws';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const SIGNATURE = Buffer.alloc(64, 7).toString('base64url');

const token = (header: unknown, payload: unknown = { a: 1 }, signature = SIGNATURE) =>
  `${encode(header)}.${encode(payload)}.${signature}`;

test('takes a token apart', () => {
  const text = token({ alg: 'ES256', kid: 'k', typ: 'JWT' });
  expect(tryReadJws(text, 'JWT')).toEqual({
    kid: 'k',
    payload: { a: 1 },
    signedText: text.slice(0, text.lastIndexOf('.')),
    signature: new Uint8Array(64).fill(7),
  });
});

test.each([
  ['that is not signed', { alg: 'none', kid: 'k', typ: 'JWT' }],
  ['of a shared secret', { alg: 'HS256', kid: 'k', typ: 'JWT' }],
  ['of RSA', { alg: 'RS256', kid: 'k', typ: 'JWT' }],
  ['without a key', { alg: 'ES256', typ: 'JWT' }],
  ['of a key that is no name', { alg: 'ES256', kid: 1, typ: 'JWT' }],
  ['of another type', { alg: 'ES256', kid: 'k', typ: 'kapok-revocations+jwt' }],
  ['without a type', { alg: 'ES256', kid: 'k' }],
  ['with something critical', { alg: 'ES256', kid: 'k', typ: 'JWT', crit: ['b64'] }],
  ['whose header is a list', []],
  ['whose header is null', null],
])('fails for a token %s', (_, header) => {
  expect(tryReadJws(token(header), 'JWT')).toBeUndefined();
});

const HEADER = { alg: 'ES256', kid: 'k', typ: 'JWT' };

test.each([
  ['a signature in DER', token(HEADER, {}, Buffer.alloc(71).toString('base64url'))],
  ['no signature', token(HEADER, {}, '')],
  ['a fourth part', `${token(HEADER)}.`],
  ['a payload that is no text', `${encode(HEADER)}.${'_'.repeat(8)}.${SIGNATURE}`],
  ['a payload that is no JSON', `${encode(HEADER)}.aGk.${SIGNATURE}`],
  ['a length that base64url does not have', `${encode(HEADER)}.a.${SIGNATURE}`],
  ['a foreign alphabet', `${encode(HEADER)}.a+/=.${SIGNATURE}`],
])('fails for %s', (_, text) => {
  expect(tryReadJws(text, 'JWT')).toBeUndefined();
});
