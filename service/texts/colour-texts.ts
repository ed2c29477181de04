import type { Colour } from '../rules/rule-set';
import type { Text } from './text';

/** What each colour asks of its holder. */
export const COLOUR_ADVICE_TEXTS: Readonly<Record<Colour, Text>> = {
  red: {
    en: 'stay where you are and follow the instructions of the health authority',
    zh: '请留在原地，配合卫生部门落实防控措施',
  },
  yellow: {
    en: 'avoid gatherings and complete what is asked for below',
    zh: '请避免聚集，并按下方要求完成相关措施',
  },
  green: { en: 'you may pass; protect yourself and others', zh: '可以通行，请做好个人防护' },
  unknown: {
    en: 'this is no finding about your health; see below what helps',
    zh: '这不代表您的健康状况有异常，请按下方提示操作',
  },
};
