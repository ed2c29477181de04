import type { Text } from '../texts/text';

/** Symptoms that people may declare. */
export const SYMPTOMS = [
  'fever',
  'cough',
  'sore-throat',
  'fatigue',
  'shortness-of-breath',
  'loss-of-taste-or-smell',
  'diarrhoea',
] as const;

/** What each symptom is called. */
export const SYMPTOM_TEXTS: Readonly<Record<(typeof SYMPTOMS)[number], Text>> = {
  fever: { en: 'fever', zh: '发热' },
  cough: { en: 'cough', zh: '咳嗽' },
  'sore-throat': { en: 'sore throat', zh: '咽痛' },
  fatigue: { en: 'fatigue', zh: '乏力' },
  'shortness-of-breath': { en: 'shortness of breath', zh: '呼吸困难' },
  'loss-of-taste-or-smell': { en: 'loss of taste or smell', zh: '味觉或嗅觉减退' },
  diarrhoea: { en: 'diarrhoea', zh: '腹泻' },
};

/** What people may object to. */
export const APPEAL_REASONS = [
  'wrong-test',
  'wrong-stay',
  'wrong-order',
  'missing-record',
  'not-me',
  'way-out-done',
  'other',
] as const;

/** What each reason is called. */
export const APPEAL_REASON_TEXTS: Readonly<Record<(typeof APPEAL_REASONS)[number], Text>> = {
  'wrong-test': { en: 'a test result is wrong', zh: '核酸检测结果有误' },
  'wrong-stay': { en: 'I was not in that place', zh: '本人未到过该地区' },
  'wrong-order': { en: 'an order does not concern me', zh: '管控措施与本人无关' },
  'missing-record': { en: 'a record is missing', zh: '缺少检测或接种记录' },
  'not-me': { en: 'the record is of somebody else', zh: '记录不属于本人' },
  'way-out-done': { en: 'I have done what was asked', zh: '已完成转码要求' },
  other: { en: 'something else', zh: '其他' },
};
