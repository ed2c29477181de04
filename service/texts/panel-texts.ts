import type { TestBody } from '../facts/fact';
import type { VaccinationState } from '../rules/vaccination-panel';
import type { Text } from './text';

/** Results of a nucleic-acid test. */
export const TEST_RESULT_TEXTS: Readonly<Record<TestBody['result'], Text>> = {
  negative: { en: 'Negative', zh: '阴性' },
  positive: { en: 'Positive', zh: '阳性' },
};

/** What is shown when no test is known. */
export const NO_TEST_TEXT: Text = {
  en: 'No nucleic-acid test is known',
  zh: '暂无核酸检测记录',
};

/** The test is older than every window. */
export const TEST_OUT_OF_WINDOW_TEXT: Text = {
  en: 'Older than every window',
  zh: '已超出有效时限',
};

/** The window of a test that is counted in hours. */
export function withinHoursText(hours: number): Text {
  return { en: `Within ${hours} hours`, zh: `${hours}小时内` };
}

/** The window of a test that is counted in calendar days. */
export function withinDaysText(days: number): Text {
  return { en: `Within ${days} ${days === 1 ? 'day' : 'days'}`, zh: `${days}天内` };
}

/** The five states of vaccination. */
export const VACCINATION_TEXTS: Readonly<Record<VaccinationState, Text>> = {
  'booster-done': { en: 'Booster done', zh: '已完成加强免疫' },
  'basic-done': { en: 'Basic course done', zh: '已完成全程接种' },
  'basic-not-done': { en: 'Basic course not done', zh: '未完成全程接种' },
  'not-suitable': { en: 'Not suitable for vaccination', zh: '不适宜接种' },
  'no-record': { en: 'No vaccination is recorded', zh: '暂无接种记录' },
};
