import * as z from 'zod';
import { ORDER_CLASSES, type OrderClass } from '../facts/fact';
import type { RiskAreaSet } from './risk-areas';
import type { OrderRule, RuleSet } from './rule-set';
import { RULE_VERSION } from './rule-version';

/** Longest text for people: it stands on a phone under the code. */
export const RULE_TEXT_LENGTH = 200;

/** Most days that anything counts: longer is a slip of the pen. */
export const MAX_COUNTED_DAYS = 60;

/** Most districts in one list: GB/T 2260 has some 3,000. */
export const MAX_RISK_AREAS = 3_500;

const version = z.string().regex(RULE_VERSION, 'must be a day and a number, 2022-01-10.1');
const time = z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time with its offset' });
const sentence = z.string().trim().min(1).max(RULE_TEXT_LENGTH);
const text = z.strictObject({ en: sentence, zh: sentence });
const reasonFields = {
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words with dashes'),
  text,
};
const reason = z.strictObject(reasonFields);
const testsWayOut = z
  .strictObject({
    ...reasonFields,
    tests: z.int().min(1).max(5),
    apartHours: z.number().min(0).max(168),
    withinHours: z.number().min(1).max(720),
  })
  .refine(({ tests, apartHours, withinHours }) => (tests - 1) * apartHours <= withinHours, {
    path: ['withinHours'],
    error: 'leaves no room for that many tests so far apart',
  });
const yellowWayOut = z.union([testsWayOut, reason]);

const red = z.strictObject({ colour: z.literal('red'), reason, wayOut: reason });
const yellow = z.strictObject({ colour: z.literal('yellow'), reason, wayOut: yellowWayOut });

/** Whoever is infected is red in every published rule, so nothing else can be a rule set. */
const orderRule = (orderClass: OrderClass): z.ZodType<OrderRule> =>
  orderClass === 'confirmed' || orderClass === 'asymptomatic'
    ? red
    : z.discriminatedUnion('colour', [red, yellow]);

const orders = z.strictObject(
  Object.fromEntries(ORDER_CLASSES.map((one) => [one, orderRule(one)])) as Record<
    OrderClass,
    z.ZodType<OrderRule>
  >,
);

const countedFields = {
  reason,
  countedDays: z.int().min(1).max(MAX_COUNTED_DAYS),
  wayOut: yellowWayOut,
};

const ascending = (max: number) =>
  z
    .array(z.int().min(1).max(max))
    .min(1)
    .max(5)
    .refine((list) => list.every((one, at) => at === 0 || one > (list[at - 1] as number)), {
      error: 'must grow from one to the next',
    });

const testWindows = z.discriminatedUnion('counting', [
  z.strictObject({ counting: z.literal('hours'), hours: ascending(720) }),
  z.strictObject({
    counting: z.literal('calendar-days'),
    days: ascending(30),
    nightEndsAtHour: z.int().min(0).max(12),
  }),
]);

/** A rule set as it is published. */
export const RULE_SET_SCHEMA: z.ZodType<RuleSet> = z.strictObject({
  version,
  effectiveFrom: time,
  trial: z.boolean().optional(),
  positiveTest: z.strictObject({ reason, wayOut: reason }),
  orders,
  riskAreaStay: z.strictObject(countedFields),
  declaredFever: z.strictObject({
    ...countedFields,
    fromCelsius: z.number().min(36).max(40),
    symptoms: z.array(z.string().min(1).max(40)).max(20),
  }),
  declaredContact: z.strictObject(countedFields),
  noFacts: z.strictObject({ reason, wayOut: reason }),
  otherwise: z.strictObject({ reason }),
  appeal: reason,
  testWindows,
});

const riskArea = z
  .strictObject({
    areaCode: z.string().regex(/^\d{6}$/, 'must be six digits of GB/T 2260'),
    from: time,
    until: time.optional(),
  })
  .refine(({ from, until }) => until === undefined || Date.parse(from) < Date.parse(until), {
    path: ['until'],
    error: 'must be after from',
  });

/** A list of risk areas as it is published. */
export const RISK_AREAS_SCHEMA: z.ZodType<RiskAreaSet> = z.strictObject({
  version,
  effectiveFrom: time,
  areas: z.array(riskArea).max(MAX_RISK_AREAS),
});
