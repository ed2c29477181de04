import type { Text } from './text';

/** Texts of the reasons of the first rule set, by reason id. */
export const REASON_TEXTS = {
  'positive-test': { en: 'a nucleic-acid test was positive', zh: '核酸检测结果为阳性' },
  'order-confirmed': { en: 'you are registered as a confirmed case', zh: '您已登记为确诊病例' },
  'order-suspected': { en: 'you are registered as a suspected case', zh: '您已登记为疑似病例' },
  'order-asymptomatic': {
    en: 'you are registered as infected without symptoms',
    zh: '您已登记为无症状感染者',
  },
  'order-close-contact': {
    en: 'you are registered as a close contact of a case',
    zh: '您已登记为密切接触者',
  },
  'order-isolation': { en: 'you were ordered to isolate', zh: '您被要求隔离医学观察' },
  'order-home-monitoring': {
    en: 'you were asked to monitor your health at home',
    zh: '您被要求居家健康监测',
  },
  'order-same-place': {
    en: 'you were at the same place and time as a case',
    zh: '您与病例有时空交集',
  },
  'risk-area-stay': {
    en: 'you stayed in a risk area within the last 14 days',
    zh: '近14天内曾到访风险地区',
  },
  'declared-fever': { en: 'you declared a fever', zh: '您申报有发热症状' },
  'declared-contact': {
    en: 'you declared contact with a case',
    zh: '您申报曾接触病例',
  },
  'no-facts': {
    en: 'no health record of yours has reached this service',
    zh: '本系统尚未收到您的健康记录',
  },
  'no-known-risk': { en: 'no risk is known', zh: '未发现风险' },
} as const satisfies Readonly<Record<string, Text>>;

/** Texts of the ways out of the first rule set, by their id. */
export const WAY_OUT_TEXTS = {
  release: {
    en: 'the health authority releases you, or the laboratory corrects its result',
    zh: '由卫生部门解除，或由检测机构更正结果',
  },
  'order-release': {
    en: 'the authority that gave the order releases you',
    zh: '由下达决定的部门解除',
  },
  'term-or-release': {
    en: 'your term ends, or your community releases you before that',
    zh: '监测期满，或由社区提前解除',
  },
  '3-days-2-tests': {
    en: 'two negative tests, 24 hours or more apart and within 3 days',
    zh: '3天内完成2次核酸检测，间隔24小时以上，结果均为阴性',
  },
  '7-days-3-tests': {
    en: 'three negative tests, each 24 hours or more after the last and all within 7 days',
    zh: '7天内完成3次核酸检测，每次间隔24小时以上，结果均为阴性',
  },
  'first-test': {
    en: 'take a nucleic-acid test, or try again in some minutes',
    zh: '请进行核酸检测，或稍后再试',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** How to object to what a code says. */
export const APPEAL_TEXT: Text = {
  en: 'if this is wrong, appeal here; an authority will look at it',
  zh: '如有异议，可在此申诉，由有关部门核实处理',
};
