import * as fc from 'fast-check';
import { instantOf } from '../../../service/rules/instant';
import { runs } from '../fixtures/runs';

test('it reads every instant as the language does', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1890-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
      (date) => {
        expect(instantOf(date.toISOString())).toBe(date.getTime());
      },
    ),
    { numRuns: runs(2_000) },
  );
});

test.each([
  '2022-01-10T08:31:00+08:00',
  '2022-01-10T08:31:00Z',
  '2022-02-29T00:00:00.000Z',
  '2024-02-29T23:59:59.999Z',
  '2022-01-10T24:00:00.000Z',
  '2022-13-10T08:00:00.000Z',
  '2022-01-1xT08:00:00.000Z',
  '2022-01-10T08:60:00.000Z',
  '2022/01/10T08:00:00.000Z',
  '2022-01-10 08:00:00.000Z',
  '2022-01-10T08:00:00.x00Z',
  '',
  'yesterday',
])('what is of another form is left to the language: %j', (text) => {
  expect(instantOf(text)).toBe(Date.parse(text));
});
