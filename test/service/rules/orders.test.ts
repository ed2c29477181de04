import { type Fact, ORDER_CLASSES, type OrderClass } from '../../../service/facts/fact';
import { decide } from '../../../service/rules/colour';
import { LocalCalendar } from '../../../service/rules/local-calendar';
import { seedRules } from '../../../service/rules/seed-rules';
import { correctionFact, testFact, visitFact } from '../fixtures/facts';
import {
  declarationFact,
  orderFact,
  releaseFact,
  statement,
  tripFact,
} from '../fixtures/health-facts';

const RULES = seedRules(new LocalCalendar('Asia/Shanghai'));

function at(time: string, facts: readonly Fact[]) {
  return decide(facts, RULES, Date.parse(time));
}

const negatives = (...times: string[]) =>
  times.map((time) => testFact('negative', `${time}+08:00`));

const COLOURS: Readonly<Record<OrderClass, string>> = {
  confirmed: 'red',
  suspected: 'red',
  asymptomatic: 'red',
  'close-contact': 'red',
  isolation: 'red',
  'home-monitoring': 'yellow',
  'same-place': 'yellow',
};

describe.each(ORDER_CLASSES)('an order of class %s', (orderClass) => {
  const FROM = '2022-01-12T08:00:00+08:00';
  const UNTIL = '2022-01-26T00:00:00+08:00';

  test.each([
    ['2022-01-12T07:59:59.999+08:00', 'unknown'],
    ['2022-01-12T08:00:00+08:00', COLOURS[orderClass]],
    ['2022-01-25T23:59:59.999+08:00', COLOURS[orderClass]],
    ['2022-01-26T00:00:00+08:00', 'green'],
  ])('is at %s %s', (time, colour) => {
    const decision = at(time, [orderFact(orderClass, FROM, UNTIL)]);
    expect(decision.colour).toBe(colour);
    if (colour === 'unknown') {
      expect(decision.nextChange).toEqual({ atMs: Date.parse(FROM), colour: COLOURS[orderClass] });
    }
    if (colour === COLOURS[orderClass]) {
      expect(decision).toMatchObject({
        reason: { id: `order-${orderClass}` },
        wayOut: { endsAt: new Date(UNTIL).toISOString() },
        appeal: { id: 'appeal' },
        nextChange: { atMs: Date.parse(UNTIL), colour: 'green' },
      });
    }
  });

  test('without an end holds until it is released', () => {
    const order = orderFact(orderClass, FROM);
    const late = '2023-01-01T00:00:00+08:00';
    const decision = at(late, [order]);
    expect(decision.colour).toBe(COLOURS[orderClass]);
    expect(decision.wayOut?.endsAt).toBeUndefined();
    expect(decision.nextChange).toBeUndefined();
    const release = releaseFact('2022-01-20T10:00:00+08:00');
    expect(at('2022-01-20T09:59:59.999+08:00', [order, release])).toMatchObject({
      colour: COLOURS[orderClass],
      nextChange: { atMs: Date.parse('2022-01-20T10:00:00+08:00'), colour: 'green' },
    });
    expect(at('2022-01-20T10:00:00+08:00', [order, release]).colour).toBe('green');
    expect(at(late, [order, release]).colour).toBe('green');
  });

  test.each([
    ['just before', '2022-01-12T08:00:00.001+08:00', 'green'],
    ['as it is released', '2022-01-12T08:00:00+08:00', COLOURS[orderClass]],
    ['after that', '2022-01-12T07:59:59.999+08:00', COLOURS[orderClass]],
  ])('given %s', (_when, releasedAt, colour) => {
    const facts = [orderFact(orderClass, FROM), releaseFact(releasedAt)];
    expect(at('2022-01-13T08:00:00+08:00', facts).colour).toBe(colour);
  });

  test('that is withdrawn by its own source never was', () => {
    const order = orderFact(orderClass, FROM);
    const facts = [order, correctionFact(order, '2022-01-13T08:00:00+08:00')];
    expect(at('2022-01-13T07:59:59.999+08:00', facts).colour).toBe(COLOURS[orderClass]);
    expect(at('2022-01-13T08:00:00+08:00', facts).colour).toBe('unknown');
  });

  test('is not withdrawn by another source', () => {
    const order = orderFact(orderClass, FROM);
    const other = { ...correctionFact(order, '2022-01-13T08:00:00+08:00'), source: 'other' };
    expect(at('2022-01-14T08:00:00+08:00', [order, other]).colour).toBe(COLOURS[orderClass]);
  });
});

describe('a release', () => {
  const positive = testFact('positive', '2022-01-12T08:00:00+08:00', '2022-01-12T14:00:00+08:00');

  test.each([
    ['before its result was out', '2022-01-12T13:00:00+08:00', 'red'],
    ['as its result was out', '2022-01-12T14:00:00+08:00', 'red'],
    ['after that', '2022-01-12T14:00:00.001+08:00', 'green'],
  ])('of a positive test, %s', (_when, releasedAt, colour) => {
    expect(at('2022-01-20T08:00:00+08:00', [positive, releaseFact(releasedAt)]).colour).toBe(
      colour,
    );
  });

  test('that is withdrawn ends nothing any more', () => {
    const release = releaseFact('2022-01-14T08:00:00+08:00');
    const facts = [positive, release, correctionFact(release, '2022-01-15T08:00:00+08:00')];
    expect(at('2022-01-14T12:00:00+08:00', facts)).toMatchObject({
      colour: 'green',
      nextChange: { atMs: Date.parse('2022-01-15T08:00:00+08:00'), colour: 'red' },
    });
    expect(at('2022-01-15T08:00:00+08:00', facts).colour).toBe('red');
  });

  test('ends no stay in a risk area', () => {
    const stay = visitFact('440303', '2022-01-12T08:00:00+08:00', '2022-01-12T09:00:00+08:00');
    const facts = [stay, releaseFact('2022-01-13T08:00:00+08:00')];
    expect(at('2022-01-14T08:00:00+08:00', facts).colour).toBe('yellow');
  });
});

describe('7 days 3 tests', () => {
  const order = orderFact('same-place', '2022-01-12T08:00:00+08:00');

  test.each([
    ['each 24 h after the last', ['12T08:00', '13T08:00', '14T08:00'], 'green'],
    ['one a minute too early', ['12T08:00', '13T08:00', '14T07:59'], 'yellow'],
    [
      'with more between them',
      ['12T08:00', '12T20:00', '13T08:00', '14T07:59', '14T08:00'],
      'green',
    ],
    ['the last as 168 h end', ['12T08:00', '14T08:00', '19T08:00'], 'green'],
    ['the last a minute after that', ['12T08:00', '14T08:00', '19T08:01'], 'yellow'],
    ['the first before the order', ['12T07:59', '13T08:00', '14T08:00'], 'yellow'],
  ])('%s', (_what, days, colour) => {
    const facts = [order, ...negatives(...days.map((day) => `2022-01-${day}:00`))];
    expect(at('2022-01-25T00:00:00+08:00', facts).colour).toBe(colour);
  });

  test('the way out says how many are done and when the next sample counts', () => {
    const facts = [order, ...negatives('2022-01-12T09:00:00', '2022-01-13T10:00:00')];
    expect(at('2022-01-13T12:00:00+08:00', facts).wayOut).toMatchObject({
      id: '7-days-3-tests',
      testsDone: 2,
      testsNeeded: 3,
      nextSampleFrom: '2022-01-14T02:00:00.000Z',
    });
    expect(at('2022-01-19T09:00:00+08:00', facts).wayOut).toMatchObject({ testsDone: 2 });
    // From here the first of them is too old; the second begins a series of its own.
    expect(at('2022-01-19T09:00:00.001+08:00', facts).wayOut).toMatchObject({
      testsDone: 1,
      nextSampleFrom: '2022-01-14T02:00:00.000Z',
    });
    expect(at('2022-01-19T10:00:00.001+08:00', facts).wayOut).toMatchObject({ testsDone: 0 });
  });

  test('nothing counts before the order', () => {
    const stay = visitFact('440303', '2022-01-12T08:00:00+08:00', '2022-01-12T19:00:00+08:00');
    expect(at('2022-01-12T12:00:00+08:00', [stay]).wayOut).toMatchObject({
      testsDone: 0,
      nextSampleFrom: '2022-01-12T11:00:00.000Z',
    });
  });
});

describe('declarations', () => {
  test.each([
    [{ temperature: 37.2 }, 'green', 'no-known-risk'],
    [{ temperature: 37.3 }, 'yellow', 'declared-fever'],
    [{ symptoms: ['cough'] }, 'green', 'no-known-risk'],
    [{ symptoms: ['cough', 'fever'] }, 'yellow', 'declared-fever'],
    [{ contact: true }, 'yellow', 'declared-contact'],
    [{}, 'green', 'no-known-risk'],
  ])('%j is %s', (says, colour, id) => {
    const facts = [declarationFact('2022-01-12T08:00:00+08:00', says)];
    expect(at('2022-01-12T08:00:00+08:00', facts)).toMatchObject({ colour, reason: { id } });
    expect(at('2022-01-26T23:59:59.999+08:00', facts).colour).toBe(colour);
    expect(at('2022-01-27T00:00:00+08:00', facts).colour).toBe('green');
  });

  test('a later one that says to be well takes no fever away', () => {
    const facts = [
      declarationFact('2022-01-12T08:00:00+08:00', { temperature: 38 }),
      declarationFact('2022-01-12T09:00:00+08:00'),
    ];
    expect(at('2022-01-12T10:00:00+08:00', facts).colour).toBe('yellow');
    const tests = negatives('2022-01-12T08:00:00', '2022-01-13T08:00:00');
    expect(at('2022-01-13T10:00:00+08:00', [...facts, ...tests]).colour).toBe('green');
  });

  test.each([
    ['in a risk area', '440303', 'yellow'],
    ['elsewhere', '440106', 'green'],
  ])('a declared trip %s counts as a stay', (_where, areaCode, colour) => {
    const [from, to] = ['2022-01-11T08:00:00+08:00', '2022-01-11T18:00:00+08:00'];
    const facts = [tripFact(areaCode, '2022-01-12T08:00:00+08:00', from, to)];
    expect(at('2022-01-12T07:59:59.999+08:00', facts).colour).toBe('unknown');
    expect(at('2022-01-12T08:00:00+08:00', facts).colour).toBe(colour);
    expect(at('2022-01-25T23:59:59.999+08:00', facts).colour).toBe(colour);
    expect(at('2022-01-26T00:00:00+08:00', facts).colour).toBe('green');
  });

  test('a trip that is planned counts from its beginning', () => {
    const facts = [
      tripFact(
        '440303',
        '2022-01-10T08:00:00+08:00',
        '2022-01-13T08:00:00+08:00',
        '2022-01-14T08:00:00+08:00',
      ),
      declarationFact('2022-01-10T08:00:00+08:00'),
    ];
    expect(at('2022-01-13T07:59:59.999+08:00', facts)).toMatchObject({
      colour: 'green',
      nextChange: { atMs: Date.parse('2022-01-13T08:00:00+08:00'), colour: 'yellow' },
    });
  });
});

describe('of several reasons', () => {
  test('red goes before yellow, and the one that lasts longest is shown', () => {
    const facts = [
      orderFact('home-monitoring', '2022-01-12T08:00:00+08:00', '2022-01-16T08:00:00+08:00'),
      declarationFact('2022-01-12T08:00:00+08:00', { temperature: 38 }),
      orderFact('isolation', '2022-01-12T08:00:00+08:00', '2022-01-14T08:00:00+08:00'),
    ];
    expect(at('2022-01-13T08:00:00+08:00', facts)).toMatchObject({
      colour: 'red',
      reason: { id: 'order-isolation' },
      nextChange: { atMs: Date.parse('2022-01-14T08:00:00+08:00'), colour: 'yellow' },
    });
    expect(at('2022-01-14T08:00:00+08:00', facts)).toMatchObject({
      reason: { id: 'declared-fever' },
      nextChange: { atMs: Date.parse('2022-01-27T00:00:00+08:00'), colour: 'green' },
    });
  });

  test('the end that is told is the end of the colour', () => {
    const facts = [
      orderFact('same-place', '2022-01-12T08:00:00+08:00', '2022-01-13T08:00:00+08:00'),
      visitFact('440303', '2022-01-10T08:00:00+08:00', '2022-01-10T09:00:00+08:00'),
    ];
    const { wayOut, nextChange } = at('2022-01-12T12:00:00+08:00', facts);
    expect(Date.parse(wayOut?.endsAt ?? '')).toBe(nextChange?.atMs);
  });
});

const NOON = '2022-01-12T12:00:00.000Z';

test.each([
  statement('appeal', NOON, {
    appealedAt: NOON,
    reasonId: 'risk-area-stay',
    text: 'I was at home',
  }),
  statement('paper-code', NOON, { paperId: 'p', issuedAt: NOON, validUntil: NOON }),
])('a fact of kind $kind says nothing about health', (fact) => {
  expect(at('2022-01-13T08:00:00+08:00', [fact as Fact]).colour).toBe('unknown');
});
