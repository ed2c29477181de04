import type { Claims } from '../../../../service/web/verify/claims';
import { CLOCK_SKEW_SECONDS, judged, type Verdict } from '../../../../service/web/verify/verdict';
import { STATE_TEXTS, WARNING_TEXTS } from '../../../../service/web/verify/verdict-texts';
import { CLAIMS, ISSUED_AT, ISSUER, NOW } from '../../fixtures/credentials';

const { rules: _rules, channel: _channel, ...rest } = CLAIMS;
const FREE: Claims = { ...rest, colour: 'green' };
const BOUND: Claims = { ...FREE, device: 'point' };
const EPOCH = Math.floor(NOW / 30_000);

function verdictAt(nowMs: number, claims = FREE, more: object = {}): Verdict {
  const findings = { claims, revokedUpToSec: undefined, ...more };
  return judged(findings, { nowMs, issuer: ISSUER });
}

test('a code that holds shows colour, masked name and times, and nothing else', () => {
  expect(verdictAt(NOW)).toEqual({
    state: 'valid',
    colour: 'green',
    name: '张**',
    asOf: '2022-01-10T00:31:00.000Z',
    freshUntil: '2022-01-10T01:01:00.000Z',
    validUntil: '2022-01-11T00:31:00.000Z',
    warnings: ['not-bound'],
  });
});

test('a code that does not hold shows times alone, never a colour or a name', () => {
  expect(verdictAt(FREE.exp * 1000)).toEqual({
    state: 'expired',
    asOf: '2022-01-10T00:31:00.000Z',
    validUntil: '2022-01-11T00:31:00.000Z',
    warnings: [],
  });
});

test.each([
  ['issued further ahead than clocks may be', NOW - CLOCK_SKEW_SECONDS * 1000 - 1, 'not-yet'],
  ['issued as far ahead as clocks may be', NOW - CLOCK_SKEW_SECONDS * 1000, 'valid'],
  ['at its last millisecond', FREE.exp * 1000 - 1, 'valid'],
  ['at its end, without grace: its colour may have changed', FREE.exp * 1000, 'expired'],
])('a code %s', (_, nowMs, state) => {
  expect(verdictAt(nowMs).state).toBe(state);
});

test.each([
  ['a second before', ISSUED_AT - 1, 'valid'],
  ['in the second in which it was issued', ISSUED_AT, 'revoked'],
  ['a second after', ISSUED_AT + 1, 'revoked'],
])('a code of somebody who was revoked %s', (_, revokedUpToSec, state) => {
  expect(verdictAt(NOW, FREE, { revokedUpToSec }).state).toBe(state);
});

test.each([
  [-2, 'old-picture', []],
  [-1, 'valid', []],
  [0, 'valid', []],
  [1, 'valid', ['clock-ahead']],
  [2, 'old-picture', []],
])('a picture drawn %s epochs from now', (epochs, state, warnings) => {
  const picture = { epoch: EPOCH + epochs, proved: true };
  expect(verdictAt(NOW, BOUND, { picture })).toMatchObject({ state, warnings });
});

test('a bound code is nothing without its phone', () => {
  expect(verdictAt(NOW, BOUND).state).toBe('unbound');
  const picture = { epoch: EPOCH, proved: false };
  expect(verdictAt(NOW, BOUND, { picture }).state).toBe('bad-proof');
});

test.each([
  [FREE.fresh * 1000 - 1, ['not-bound']],
  [FREE.fresh * 1000, ['not-bound', 'not-fresh']],
])('says when the colour should have been renewed: %s', (nowMs, warnings) => {
  expect(verdictAt(nowMs).warnings).toEqual(warnings);
});

test('a code of another issuer says nothing', () => {
  const verdict = judged(
    { claims: FREE, revokedUpToSec: undefined },
    { nowMs: NOW, issuer: 'https://other.example' },
  );
  expect(verdict).toEqual({ state: 'other-issuer', warnings: [] });
});

test('each state and warning has a text in both languages', () => {
  for (const { en, zh } of [...Object.values(STATE_TEXTS), ...Object.values(WARNING_TEXTS)]) {
    expect(en).toMatch(/^[A-Z].*\.$/);
    expect(zh).toMatch(/[\u4e00-\u9fff].*。$/);
  }
});
