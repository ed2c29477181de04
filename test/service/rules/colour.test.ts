import type { Fact, TestBody } from '../../../service/facts/fact';
import { decide } from '../../../service/rules/colour';
import { LocalCalendar } from '../../../service/rules/local-calendar';
import { type RuleSet, SEED_RULE_SET } from '../../../service/rules/rule-set';
import {
  createRules,
  type RuleSets,
  type RuleVersions,
} from '../../../service/rules/rules-in-force';
import { correctionFact, testFact, visitFact } from '../fixtures/facts';

const VERSIONS: RuleVersions = {
  ruleSets: [SEED_RULE_SET],
  riskAreas: [
    {
      version: '2022-01-07.1',
      effectiveFrom: '2022-01-07T00:00:00+08:00',
      areas: [
        {
          areaCode: '440303',
          from: '2022-01-07T00:00:00+08:00',
          until: '2022-01-20T00:00:00+08:00',
        },
      ],
    },
  ],
  calendar: new LocalCalendar('Asia/Shanghai'),
};
const RULES = createRules(VERSIONS);

function at(time: string, facts: readonly Fact[]) {
  return decide(facts, RULES, Date.parse(time));
}

const STAY = visitFact('440303', '2022-01-08T09:00:00+08:00', '2022-01-08T18:30:00+08:00');
const HOME = visitFact('440100', '2022-01-08T09:00:00+08:00', '2022-01-08T18:30:00+08:00');

test('nobody knows anything: unknown, never green', () => {
  expect(at('2022-01-10T08:31:00+08:00', [])).toMatchObject({
    colour: 'unknown',
    reason: { id: 'no-facts' },
    wayOut: { id: 'first-test' },
    ruleVersion: SEED_RULE_SET.version,
  });
});

test('a negative test and a stay elsewhere are green, without an end', () => {
  const decision = at('2022-01-10T08:31:00+08:00', [
    HOME,
    testFact('negative', '2022-01-09T08:00:00+08:00'),
  ]);
  expect(decision).toMatchObject({ colour: 'green', reason: { id: 'no-known-risk' } });
  expect(decision.nextChange).toBeUndefined();
});

test('a positive test is red for good, whatever comes later', () => {
  const decision = at('2022-06-10T08:31:00+08:00', [
    testFact('positive', '2022-01-09T08:00:00+08:00'),
    testFact('negative', '2022-02-01T08:00:00+08:00'),
    testFact('negative', '2022-02-02T08:00:00+08:00'),
  ]);
  expect(decision).toMatchObject({ colour: 'red', reason: { id: 'positive-test' } });
  expect(decision.nextChange).toBeUndefined();
});

test('a positive test is red from the minute its result is out', () => {
  const facts = [
    HOME,
    testFact('positive', '2022-01-10T06:00:00+08:00', '2022-01-10T08:31:00+08:00'),
  ];
  const before = at('2022-01-10T08:30:59.999+08:00', facts);
  expect(before).toMatchObject({
    colour: 'green',
    nextChange: { atMs: Date.parse('2022-01-10T08:31:00+08:00'), colour: 'red' },
  });
  expect(at('2022-01-10T08:31:00+08:00', facts).colour).toBe('red');
});

test('a stay in a risk area is yellow, with the way out and the end', () => {
  expect(at('2022-01-10T08:31:00+08:00', [STAY])).toMatchObject({
    colour: 'yellow',
    reason: { id: 'risk-area-stay' },
    wayOut: {
      id: '3-days-2-tests',
      testsDone: 0,
      testsNeeded: 2,
      endsAt: '2022-01-22T16:00:00.000Z',
    },
    nextChange: { atMs: Date.parse('2022-01-23T00:00:00+08:00'), colour: 'green' },
  });
});

test.each([
  // Left on the 8th: the 9th to the 22nd are the 14 days.
  ['2022-01-22T23:59:59.999+08:00', 'yellow'],
  ['2022-01-23T00:00:00+08:00', 'green'],
])('14 days end with the local day: %s is %s', (time, colour) => {
  expect(at(time, [STAY]).colour).toBe(colour);
});

test('the day in which a stay ended is that of the plan’s time zone', () => {
  // 18:30 UTC on the 8th is 02:30 on the 9th in Shanghai.
  const late = visitFact('440303', '2022-01-08T10:00:00Z', '2022-01-08T18:30:00Z');
  expect(at('2022-01-23T23:59:00+08:00', [late]).colour).toBe('yellow');
  expect(at('2022-01-24T00:00:00+08:00', [late]).colour).toBe('green');
});

test.each([
  ['before the area was one', '2022-01-06T09:00:00+08:00', '2022-01-06T23:59:59+08:00', 'green'],
  ['as it became one', '2022-01-06T09:00:00+08:00', '2022-01-07T00:00:00+08:00', 'yellow'],
  ['as it ceased to be one', '2022-01-20T00:00:00+08:00', '2022-01-20T10:00:00+08:00', 'green'],
  ['just before that', '2022-01-19T23:59:59+08:00', '2022-01-20T10:00:00+08:00', 'yellow'],
])('a stay %s counts as it should', (_when, entered, left, colour) => {
  expect(at('2022-01-21T08:00:00+08:00', [visitFact('440303', entered, left)]).colour).toBe(colour);
});

test.each([
  ['a minute less than 24 h apart', '2022-01-09T08:00', '2022-01-10T07:59', 'yellow'],
  ['24 h apart', '2022-01-09T08:00', '2022-01-10T08:00', 'green'],
  ['72 h apart', '2022-01-09T08:00', '2022-01-12T08:00', 'green'],
  ['a minute more than 72 h apart', '2022-01-09T08:00', '2022-01-12T08:01', 'yellow'],
  ['with the first before leaving', '2022-01-08T18:29', '2022-01-10T08:00', 'yellow'],
  ['with the first as the stay ended', '2022-01-08T18:30', '2022-01-10T08:00', 'green'],
])('two negative tests %s', (_when, first, second, colour) => {
  const tests = [first, second].map((time) => testFact('negative', `${time}:00+08:00`));
  expect(at('2022-01-13T08:00:00+08:00', [STAY, ...tests]).colour).toBe(colour);
});

test.each([
  // The area is none from the 20th on: the 19th is the last day, 14 days after it are the 2nd.
  ['2022-02-02T23:59:59.999+08:00', 'yellow'],
  ['2022-02-03T00:00:00+08:00', 'green'],
])('who stayed on counts from the last day of the risk area: %s is %s', (time, colour) => {
  const long = visitFact('440303', '2022-01-18T08:00:00+08:00', '2022-02-01T08:00:00+08:00');
  expect(at(time, [long]).colour).toBe(colour);
});

test.each([
  // Clocks go forward on 27 March 2022 and back on 30 October 2022.
  ['2022-03-20T12:00:00+01:00', '2022-04-03T21:59:59.999Z', '2022-04-03T22:00:00Z'],
  ['2022-10-20T12:00:00+02:00', '2022-11-03T22:59:59.999Z', '2022-11-03T23:00:00Z'],
])('in Berlin, 14 days from %s end with the local day as well', (left, last, first) => {
  const areas = [{ areaCode: '440303', from: '2022-01-01T00:00:00Z' }];
  const berlin = createRules({
    ruleSets: [SEED_RULE_SET],
    riskAreas: [{ version: '2022-01-01.1', effectiveFrom: '2022-01-01T00:00:00Z', areas }],
    calendar: new LocalCalendar('Europe/Berlin'),
  });
  const facts = [visitFact('440303', left, left)];
  expect(decide(facts, berlin, Date.parse(last))).toMatchObject({
    colour: 'yellow',
    nextChange: { atMs: Date.parse(first), colour: 'green' },
  });
  expect(decide(facts, berlin, Date.parse(first)).colour).toBe('green');
});

test('the second test ends yellow when its result is out, and a new stay begins it again', () => {
  const first = testFact('negative', '2022-01-09T08:00:00+08:00');
  const second = testFact('negative', '2022-01-10T08:00:00+08:00', '2022-01-10T14:00:00+08:00');
  const waiting = at('2022-01-10T12:00:00+08:00', [STAY, first, second]);
  expect(waiting).toMatchObject({
    colour: 'yellow',
    wayOut: { testsDone: 1, nextSampleFrom: '2022-01-10T00:00:00.000Z' },
    nextChange: { atMs: Date.parse('2022-01-10T14:00:00+08:00'), colour: 'green' },
  });
  const again = visitFact('440303', '2022-01-11T09:00:00+08:00', '2022-01-11T10:00:00+08:00');
  const facts = [STAY, first, second, again];
  expect(at('2022-01-11T08:00:00+08:00', facts).colour).toBe('green');
  expect(at('2022-01-11T12:00:00+08:00', facts).colour).toBe('yellow');
});

test('a first test too old for a second one no longer counts', () => {
  const facts = [STAY, testFact('negative', '2022-01-09T08:00:00+08:00')];
  expect(at('2022-01-12T08:00:00+08:00', facts).wayOut).toMatchObject({ testsDone: 1 });
  expect(at('2022-01-12T08:00:00.001+08:00', facts).wayOut).toMatchObject({ testsDone: 0 });
});

test.each([
  ['2022-01-10T08:00:00+08:00', 24],
  ['2022-01-10T08:00:00.001+08:00', 48],
  ['2022-01-11T08:00:00+08:00', 48],
  ['2022-01-12T08:00:00+08:00', 72],
  ['2022-01-12T08:00:00.001+08:00', undefined],
])('at %s the test panel says %s hours', (time, withinHours) => {
  const decision = at(time, [testFact('negative', '2022-01-09T08:00:00+08:00')]);
  expect(decision.test).toEqual({
    result: 'negative',
    sampledAt: '2022-01-09T00:00:00.000Z',
    withinHours,
  });
  expect(decision.colour).toBe('green');
});

describe('a correction', () => {
  const wrong = testFact('positive', '2022-01-09T08:00:00+08:00');
  const negative = { ...wrong.body, result: 'negative' } as const;

  test('supersedes the fact it names, from its own time on', () => {
    const facts = [wrong, correctionFact(wrong, '2022-01-09T20:00:00+08:00', negative)];
    expect(at('2022-01-09T19:59:59+08:00', facts)).toMatchObject({
      colour: 'red',
      nextChange: { atMs: Date.parse('2022-01-09T20:00:00+08:00'), colour: 'green' },
    });
    expect(at('2022-01-09T20:00:00+08:00', facts).colour).toBe('green');
  });

  test('without a replacement withdraws it', () => {
    const facts = [wrong, correctionFact(wrong, '2022-01-09T20:00:00+08:00')];
    expect(at('2022-01-10T08:00:00+08:00', facts).colour).toBe('unknown');
  });

  test('gives way to a newer one', () => {
    const facts = [
      correctionFact(wrong, '2022-01-09T21:00:00+08:00', wrong.body),
      wrong,
      correctionFact(wrong, '2022-01-09T20:00:00+08:00', negative),
    ];
    expect(at('2022-01-10T08:00:00+08:00', facts).colour).toBe('red');
  });

  test('of a stay moves its end', () => {
    const shorter = { ...STAY.body, areaCode: '440100' };
    const facts = [STAY, correctionFact(STAY, '2022-01-09T20:00:00+08:00', shorter)];
    expect(at('2022-01-10T08:00:00+08:00', facts).colour).toBe('green');
  });
});

describe('of two versions of one record', () => {
  const negative = testFact('negative', '2022-01-09T08:00:00+08:00');
  const positive: Fact = {
    ...negative,
    digest: 'other',
    body: { ...negative.body, result: 'positive' },
  };
  const stayHome: Fact = { ...STAY, digest: 'other', body: { ...STAY.body, areaCode: '440100' } };

  test.each<[string, Fact, Fact, string]>([
    ['test', negative, positive, 'red'],
    ['stay', STAY, stayHome, 'yellow'],
  ])('the more cautious %s counts, whichever came first', (_what, one, other, colour) => {
    for (const facts of [
      [one, other],
      [other, one],
    ]) {
      expect(at('2022-01-10T08:31:00+08:00', facts).colour).toBe(colour);
    }
  });

  test('a correction of the wrong one leaves the other', () => {
    const facts = [negative, positive, correctionFact(positive, '2022-01-09T20:00:00+08:00')];
    expect(at('2022-01-10T08:31:00+08:00', facts).colour).toBe('green');
    const wrongly = [negative, positive, correctionFact(negative, '2022-01-09T20:00:00+08:00')];
    expect(at('2022-01-10T08:31:00+08:00', wrongly).colour).toBe('red');
  });

  test('every replacement of a contested correction counts', () => {
    const to = (body: Fact['body']) =>
      correctionFact(negative, '2022-01-09T20:00:00+08:00', body as TestBody);
    const corrections = [to(negative.body), to(positive.body as TestBody)];
    for (const each of [corrections, corrections.toReversed()]) {
      expect(at('2022-01-10T08:31:00+08:00', [negative, ...each]).colour).toBe('red');
    }
  });
});

describe('the rule set', () => {
  const later: RuleSet = {
    ...SEED_RULE_SET,
    version: '2022-01-15.1',
    effectiveFrom: '2022-01-15T00:00:00+08:00',
    riskAreaStay: { ...SEED_RULE_SET.riskAreaStay, countedDays: 3 },
  };
  const decideAt = (time: string, ruleSets: RuleSets) =>
    decide([STAY], createRules({ ...VERSIONS, ruleSets }), Date.parse(time));

  test.each([
    ['2022-01-09T00:00:00+08:00', SEED_RULE_SET.version, 'yellow'],
    ['2022-01-14T23:59:59.999+08:00', SEED_RULE_SET.version, 'yellow'],
    ['2022-01-15T00:00:00+08:00', later.version, 'green'],
  ])('in force at %s is %s, in whatever order they are listed', (time, ruleVersion, colour) => {
    expect(decideAt(time, [SEED_RULE_SET, later])).toMatchObject({ ruleVersion, colour });
    expect(decideAt(time, [later, SEED_RULE_SET])).toMatchObject({ ruleVersion, colour });
  });

  test('that begins is a change', () => {
    expect(decideAt('2022-01-10T08:31:00+08:00', [SEED_RULE_SET, later]).nextChange).toEqual({
      atMs: Date.parse(later.effectiveFrom),
      colour: 'green',
    });
  });

  test('that comes later counts stays that the present one no longer counts', () => {
    const longer = { ...later, riskAreaStay: { ...later.riskAreaStay, countedDays: 21 } };
    const shorter = { ...SEED_RULE_SET, riskAreaStay: { ...later.riskAreaStay } };
    const decision = decideAt('2022-01-13T00:00:00+08:00', [shorter, longer]);
    expect(decision).toMatchObject({
      colour: 'green',
      nextChange: { atMs: Date.parse(longer.effectiveFrom), colour: 'yellow' },
    });
    expect(decideAt('2022-01-16T00:00:00+08:00', [shorter, longer]).nextChange).toEqual({
      atMs: Date.parse('2022-01-30T00:00:00+08:00'),
      colour: 'green',
    });
  });
});
