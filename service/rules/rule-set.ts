import type { Text } from '../texts/text';

/** What a code can say. */
export type Colour = 'red' | 'yellow' | 'green' | 'unknown';

/** Why a code says it, by a name that stays the same and a text for people. */
export interface Reason {
  readonly id: string;
  readonly text: Text;
}

/** Tests that end a colour early. */
export interface TestsWayOut extends Reason {
  readonly tests: 2;
  /** The second sample is taken at least this long after the first. */
  readonly apartHours: number;
  /** And at most this long after it. */
  readonly withinHours: number;
}

/** The rules of the colour as data: a new version is a new value, never a new program. */
export interface RuleSet {
  readonly version: string;
  /** From when it holds, until a newer one does; ISO 8601. */
  readonly effectiveFrom: string;
  readonly positiveTest: { readonly reason: Reason; readonly wayOut: Reason };
  readonly riskAreaStay: {
    readonly reason: Reason;
    /** Whole local days after the day of leaving that the stay counts. */
    readonly countedDays: number;
    readonly wayOut: TestsWayOut;
  };
  readonly noFacts: { readonly reason: Reason; readonly wayOut: Reason };
  readonly otherwise: { readonly reason: Reason };
  /** Windows in which the newest test is shown, hours since sampling, shortest first. */
  readonly testWindowsHours: readonly number[];
}

/**
 * The first rule set.
 *
 * - Positive: red in every published rule (Zhejiang, Guangdong). It stays until a correction or an
 *   authorised release, so that no later fact of another source can hide it.
 * - Stay in a risk area: yellow (Zhejiang: from a risk area and owing a test; Guangdong 2022: same
 *   place as a case), 14 days as on the travel card.
 * - Way out: Guangdong's "3 days 2 tests", 24 h or more apart. Days are counted as 72 hours.
 * - Else green (Zhejiang).
 * - No facts at all: unknown. Published rules show green to people nobody knows anything about, but
 *   here an empty answer may also mean that this region has not received their facts yet, and a
 *   wrong green is the one colour that must not be shown. Beijing's numbered "cannot confirm now" is
 *   the model.
 * - Test windows of 24, 48 and 72 hours since sampling are an entry rule apart from the colour.
 */
export const SEED_RULE_SET: RuleSet = {
  version: '2022-01-10.1',
  effectiveFrom: '2022-01-10T00:00:00.000Z',
  positiveTest: {
    reason: {
      id: 'positive-test',
      text: { en: 'a nucleic-acid test was positive', zh: '核酸检测结果为阳性' },
    },
    wayOut: {
      id: 'release',
      text: {
        en: 'the health authority releases you, or the laboratory corrects its result',
        zh: '由卫生部门解除，或由检测机构更正结果',
      },
    },
  },
  riskAreaStay: {
    reason: {
      id: 'risk-area-stay',
      text: {
        en: 'you stayed in a risk area within the last 14 days',
        zh: '近14天内曾到访风险地区',
      },
    },
    countedDays: 14,
    wayOut: {
      id: '3-days-2-tests',
      text: {
        en: 'two negative tests after leaving, 24 hours or more apart and within 3 days',
        zh: '离开后3天内完成2次核酸检测，间隔24小时以上，结果均为阴性',
      },
      tests: 2,
      apartHours: 24,
      withinHours: 72,
    },
  },
  noFacts: {
    reason: {
      id: 'no-facts',
      text: {
        en: 'no health record of yours has reached this service',
        zh: '本系统尚未收到您的健康记录',
      },
    },
    wayOut: {
      id: 'first-test',
      text: {
        en: 'take a nucleic-acid test, or try again in some minutes',
        zh: '请进行核酸检测，或稍后再试',
      },
    },
  },
  otherwise: {
    reason: { id: 'no-known-risk', text: { en: 'no risk is known', zh: '未发现风险' } },
  },
  testWindowsHours: [24, 48, 72],
};
