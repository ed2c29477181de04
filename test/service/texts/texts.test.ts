import { LEVELS } from '../../../service/degradation/service-level';
import { COLOUR_ADVICE_TEXTS, COLOUR_TEXTS } from '../../../service/texts/colour-texts';
import {
  LEVEL_REASON_TEXTS,
  LEVEL_TEXTS,
  PANEL_STATE_TEXTS,
  PANEL_TEXTS,
} from '../../../service/texts/level-texts';
import {
  NO_TEST_TEXT,
  TEST_OUT_OF_WINDOW_TEXT,
  TEST_RESULT_TEXTS,
  VACCINATION_TEXTS,
  withinDaysText,
  withinHoursText,
} from '../../../service/texts/panel-texts';
import { APPEAL_TEXT, REASON_TEXTS, WAY_OUT_TEXTS } from '../../../service/texts/rule-texts';
import type { Text } from '../../../service/texts/text';

const TEXTS: readonly (readonly [string, Text])[] = [
  ...Object.entries({
    ...COLOUR_TEXTS,
    ...TEST_RESULT_TEXTS,
    ...VACCINATION_TEXTS,
    ...REASON_TEXTS,
    ...WAY_OUT_TEXTS,
    ...LEVEL_REASON_TEXTS,
    ...PANEL_TEXTS,
    ...PANEL_STATE_TEXTS,
  }),
  ...Object.entries(LEVEL_TEXTS),
  ...Object.entries(COLOUR_ADVICE_TEXTS),
  ['appeal', APPEAL_TEXT],
  ['no test', NO_TEST_TEXT],
  ['old test', TEST_OUT_OF_WINDOW_TEXT],
  ['hours', withinHoursText(24)],
  ['days', withinDaysText(1)],
];

test.each(TEXTS)('%s is said in English and in Chinese', (_name, { en, zh }) => {
  expect(en).toMatch(/^[\x20-\x7e]+$/);
  expect(zh).toMatch(/\p{Script=Han}/u);
});

test('every level has a text, the one that phones find out too', () => {
  expect(Object.keys(LEVEL_TEXTS).map(Number)).toEqual([...LEVELS, 5]);
});

test('one day is one day', () => {
  expect([withinDaysText(1).en, withinDaysText(2).en]).toEqual(['Within 1 day', 'Within 2 days']);
});
