import * as fc from 'fast-check';
import { ID_NUMBER } from '../fixtures/people';

/** Texts that programs have stumbled over. */
export const hostileTexts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '../../../etc/passwd',
    '%2e%2e%2f',
    '%zz',
    "' OR 1=1 --",
    '<script>alert(1)</script>',
    '#{7*7}',
    '{{7*7}}',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'person#',
    '#',
    'nucleic-acid-test#2022#lab#r1#0',
    ID_NUMBER,
    `${ID_NUMBER}９`,
    '\ud800',
    '\u202e',
    'é'.repeat(300),
    'a'.repeat(5_000),
    '9'.repeat(400),
    'NaN',
    '-0',
    '2022-13-45T99:99:99Z',
    '9999-12-31T23:59:59.999999999+14:00',
    '0000-00-00',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.base64String({ maxLength: 80 }),
);

/** Values that are not what a field is for. */
export const hostileValues: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    hostileTexts,
    fc.constantFrom(null, true, false, 0, -1, 1e308, -1e-308, 2 ** 53, 0.1),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(hostileTexts, tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** Bodies that are JSON, nearly JSON, or anything. */
export const hostileBodies: fc.Arbitrary<string> = fc.oneof(
  hostileValues.map((value) => JSON.stringify(value) ?? 'undefined'),
  hostileTexts,
  fc.constantFrom(
    '{',
    '[',
    '{"a":',
    '"',
    '{"__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{"admin":true}}}',
    `${'['.repeat(400)}${']'.repeat(400)}`,
    '{"a":1e999999}',
    '{"a":1,"a":2}',
    '\ufeff{}',
  ),
);
