import { COLOUR_ADVICE_TEXTS } from '../../../service/texts/colour-texts';
import { APPEAL_TEXT, REASON_TEXTS, WAY_OUT_TEXTS } from '../../../service/texts/rule-texts';
import type { Text } from '../../../service/texts/text';

const TEXTS: readonly (readonly [string, Text])[] = [
  ...Object.entries({ ...REASON_TEXTS, ...WAY_OUT_TEXTS }),
  ...Object.entries(COLOUR_ADVICE_TEXTS),
  ['appeal', APPEAL_TEXT],
];

test.each(TEXTS)('%s is said in English and in Chinese', (_name, { en, zh }) => {
  expect(en).toMatch(/^[\x20-\x7e]+$/);
  expect(zh).toMatch(/\p{Script=Han}/u);
});
