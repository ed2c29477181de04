import type { Text } from '../texts/text';

/**
 * Kinds of identity documents taken, in the codes of the national platform. So that people without a
 * resident ID have a code too.
 */
export const ID_TYPES = ['10', '14', '15', '20', '34'] as const;

/** One of `ID_TYPES`. */
export type IdType = (typeof ID_TYPES)[number];

/** What each kind is called. */
export const ID_TYPE_TEXTS: Readonly<Record<IdType, Text>> = {
  '10': { en: 'resident ID card', zh: '居民身份证' },
  '14': {
    en: 'Mainland travel permit for residents of Hong Kong and Macau',
    zh: '港澳居民来往内地通行证',
  },
  '15': {
    en: 'Mainland travel permit for residents of Taiwan',
    zh: '台湾居民来往大陆通行证',
  },
  '20': { en: 'passport', zh: '护照' },
  '34': { en: 'permanent-residence card of foreigners', zh: '外国人永久居留身份证' },
};
