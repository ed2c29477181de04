import { PAPER_TYPE } from '../../../../service/paper/paper-token';
import { isPaperCode, PAPER_CODE_TYPE } from '../../../../service/web/client/paper-code';

const token = (typ: unknown) => `${Buffer.from(JSON.stringify({ typ })).toString('base64url')}.a.b`;

test('the page knows a paper code by the type with which the service signs it', () => {
  expect(PAPER_CODE_TYPE).toBe(PAPER_TYPE);
  expect(isPaperCode(token(PAPER_TYPE))).toBe(true);
});

test.each(['', 'hello', '..', token('JWT'), token(undefined), `${token(PAPER_TYPE)}.c`])(
  'fails to take "%s" for a paper code',
  (text) => {
    expect(isPaperCode(text)).toBe(false);
  },
);
