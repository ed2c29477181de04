import type { OrderClass } from '../facts/fact';
import { APPEAL_TEXT, REASON_TEXTS, WAY_OUT_TEXTS } from '../texts/rule-texts';
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
  /** Negative samples that are needed. */
  readonly tests: number;
  /** Each sample is taken at least this long after the one before. */
  readonly apartHours: number;
  /** And the last at most this long after the first. */
  readonly withinHours: number;
}

/** How a yellow code ends early. */
export type YellowWayOut = Reason | TestsWayOut;

/** What an order does; red ends by release alone, so that nothing another source says can hide it. */
export type OrderRule =
  | { readonly colour: 'red'; readonly reason: Reason; readonly wayOut: Reason }
  | { readonly colour: 'yellow'; readonly reason: Reason; readonly wayOut: YellowWayOut };

/** Something that makes a code yellow for some days. */
export interface CountedRule {
  readonly reason: Reason;
  /** Whole local days after the day on which it ended that it counts. */
  readonly countedDays: number;
  readonly wayOut: YellowWayOut;
}

/** Windows in which the newest test is shown, shortest first. */
export type TestWindows =
  | { readonly counting: 'hours'; readonly hours: readonly number[] }
  | {
      readonly counting: 'calendar-days';
      readonly days: readonly number[];
      /** Results issued from midnight until this hour count as of the day before. */
      readonly nightEndsAtHour: number;
    };

/** The rules of the colour as data: a new version is a new value, never a new program. */
export interface RuleSet {
  /** See `RULE_VERSION`; of those that have begun the highest holds. */
  readonly version: string;
  /** ISO 8601. */
  readonly effectiveFrom: string;
  /** Never holds; it is only evaluated beside the one that does. */
  readonly trial?: boolean;
  readonly positiveTest: { readonly reason: Reason; readonly wayOut: Reason };
  readonly orders: Readonly<Record<OrderClass, OrderRule>>;
  /** Also stays that people declare. */
  readonly riskAreaStay: CountedRule;
  readonly declaredFever: CountedRule & {
    readonly fromCelsius: number;
    /** Declared symptoms that count as fever without a temperature. */
    readonly symptoms: readonly string[];
  };
  readonly declaredContact: CountedRule;
  readonly noFacts: { readonly reason: Reason; readonly wayOut: Reason };
  readonly otherwise: { readonly reason: Reason };
  readonly appeal: Reason;
  readonly testWindows: TestWindows;
}

/** Guangdong 2022: 3 days, 2 tests. Days are counted as 72 hours. */
export const THREE_DAYS_TWO_TESTS: TestsWayOut = {
  ...wayOut('3-days-2-tests'),
  tests: 2,
  apartHours: 24,
  withinHours: 72,
};

/** Guangdong 2022: 7 days, 3 tests. Days are counted as 168 hours. */
export const SEVEN_DAYS_THREE_TESTS: TestsWayOut = {
  ...wayOut('7-days-3-tests'),
  tests: 3,
  apartHours: 24,
  withinHours: 168,
};

/** Windows of 24, 48 and 72 hours since sampling, as venues asked for them in January 2022. */
export const HOUR_WINDOWS: TestWindows = { counting: 'hours', hours: [24, 48, 72] };

/**
 * Beijing, July 2022: calendar days from sampling, and results issued from 00:00 to 06:00 count as of
 * the day before.
 */
export const BEIJING_WINDOWS: TestWindows = {
  counting: 'calendar-days',
  days: [1, 2, 3],
  nightEndsAtHour: 6,
};

/**
 * The built-in rule set: it holds until a published one begins, and whenever none can be read.
 *
 * - Positive: red in every published rule (Zhejiang, Guangdong). It stays until a correction or an
 *   authorised release, so that no later fact of another source can hide it.
 * - Orders: confirmed, suspected, asymptomatic, close contact and ordered isolation are red (Zhejiang,
 *   Guangdong 2022); home monitoring is yellow (Beijing, "home isolation"), and so is the same time
 *   and place as a case (Guangdong 2022).
 * - Stay in a risk area: yellow (Zhejiang: from a risk area and owing a test; Guangdong 2022: from a
 *   county with a case), 14 days as on the travel card.
 * - Declared fever: yellow (Zhejiang). Declared contact: yellow too; close contacts that an authority
 *   found are red, but what people say of themselves must be found out first. Both count 14 days, a
 *   length of ours: the published rules name none.
 * - Ways out: Guangdong's "3 days 2 tests", and for the same place the longer "7 days 3 tests"; both
 *   24 h or more apart.
 * - Else green (Zhejiang).
 * - No facts at all: unknown. Published rules show green to people nobody knows anything about, but
 *   here an empty answer may also mean that this region has not received their facts yet, and a
 *   wrong green is the one colour that must not be shown. Beijing's numbered "cannot confirm now" is
 *   the model.
 * - Test windows are an entry rule apart from the colour.
 */
export const SEED_RULE_SET: RuleSet = {
  version: '2022-01-10.1',
  effectiveFrom: '2022-01-10T00:00:00.000Z',
  positiveTest: { reason: reason('positive-test'), wayOut: wayOut('release') },
  orders: {
    confirmed: redOrder('order-confirmed'),
    suspected: redOrder('order-suspected'),
    asymptomatic: redOrder('order-asymptomatic'),
    'close-contact': redOrder('order-close-contact'),
    isolation: redOrder('order-isolation'),
    'home-monitoring': {
      colour: 'yellow',
      reason: reason('order-home-monitoring'),
      wayOut: wayOut('term-or-release'),
    },
    'same-place': {
      colour: 'yellow',
      reason: reason('order-same-place'),
      wayOut: SEVEN_DAYS_THREE_TESTS,
    },
  },
  riskAreaStay: {
    reason: reason('risk-area-stay'),
    countedDays: 14,
    wayOut: THREE_DAYS_TWO_TESTS,
  },
  declaredFever: {
    reason: reason('declared-fever'),
    countedDays: 14,
    wayOut: THREE_DAYS_TWO_TESTS,
    // Fever as it was measured at gates: an armpit temperature of 37.3 degrees.
    fromCelsius: 37.3,
    symptoms: ['fever'],
  },
  declaredContact: {
    reason: reason('declared-contact'),
    countedDays: 14,
    wayOut: THREE_DAYS_TWO_TESTS,
  },
  noFacts: { reason: reason('no-facts'), wayOut: wayOut('first-test') },
  otherwise: { reason: reason('no-known-risk') },
  appeal: { id: 'appeal', text: APPEAL_TEXT },
  testWindows: HOUR_WINDOWS,
};

function reason(id: keyof typeof REASON_TEXTS): Reason {
  return { id, text: REASON_TEXTS[id] };
}

function wayOut(id: keyof typeof WAY_OUT_TEXTS): Reason {
  return { id, text: WAY_OUT_TEXTS[id] };
}

function redOrder(id: keyof typeof REASON_TEXTS): OrderRule {
  return { colour: 'red', reason: reason(id), wayOut: wayOut('order-release') };
}
