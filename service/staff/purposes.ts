import type { Text } from '../texts/text';

/** What staff may look somebody up for. */
export const PURPOSES = ['no-phone', 'emergency', 'quarantine', 'tracing'] as const;

/** One of `PURPOSES`. */
export type Purpose = (typeof PURPOSES)[number];

/** What each purpose is called. */
export const PURPOSE_TEXTS: Readonly<Record<Purpose, Text>> = {
  'no-phone': { en: 'the person has no phone', zh: '本人无智能手机' },
  emergency: { en: 'medical emergency', zh: '紧急就医' },
  quarantine: { en: 'care of people in isolation', zh: '隔离人员服务' },
  tracing: { en: 'tracing of contacts', zh: '流行病学调查' },
};
