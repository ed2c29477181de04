import { decodeJwt } from 'jose';
import type { AdmissionRequest } from '../../../service/admission';
import { READS_IN_TROUBLE, TROUBLE_READS } from '../../../service/codes/fact-reader';
import {
  CODE_FRESH_SECONDS,
  REFRESH_BYPASS_SECONDS,
  STALE_IF_ERROR_SECONDS,
  STALE_WHILE_REVALIDATE_SECONDS,
} from '../../../service/codes/freshness';
import type { CodeRequest } from '../../../service/codes/show-code';
import { SHOW_STORED_RETRY_SECONDS } from '../../../service/codes/show-stored';
import { otherRules, PERSON, settled, type TestCodes, testCodes } from '../fixtures/codes';
import { testFact, visitFact } from '../fixtures/facts';

const STAY = visitFact('440303', '2022-01-08T09:00:00+08:00', '2022-01-08T18:30:00+08:00');
const POSITIVE = testFact('positive', '2022-01-10T02:00:00+08:00');
const STORED = { code: 'KAPOK_SHOW_STORED', retryAfterSec: SHOW_STORED_RETRY_SECONDS * 1.5 };

let test1: TestCodes;

beforeEach(async () => {
  test1 = await testCodes();
  test1.store.facts.push({ ...STAY, personKey: PERSON });
});

test('a new answer has no age, a copy says how old it is', async () => {
  expect(await test1.ask()).toMatchObject({ code: { colour: 'yellow' }, age: undefined });
  test1.clock.advance(12.7);
  expect(await test1.ask()).toMatchObject({ code: { asOf: '2022-01-10T00:31:00.000Z' }, age: 12 });
});

test('a fresh copy is served without asking the store', async () => {
  await test1.ask();
  test1.clock.advance(CODE_FRESH_SECONDS - 0.001);
  await test1.ask();
  await settled();
  expect(test1.store.reads).toBe(1);
});

test('a copy that is a little old is served at once and renewed by one read', async () => {
  await test1.ask();
  test1.clock.advance(CODE_FRESH_SECONDS);
  test1.store.state = 'frozen';
  const ages = await Promise.all([test1.ask(), test1.ask(), test1.ask()]);
  expect(ages.map(({ age }) => age)).toEqual([30, 30, 30]);
  expect(test1.store.reads).toBe(2);
  test1.store.thaw();
  await settled();
  expect((await test1.ask()).age).toBe(0);
  expect(test1.store.reads).toBe(2);
});

test('an older copy is not served while the store answers', async () => {
  await test1.ask();
  test1.clock.advance(STALE_WHILE_REVALIDATE_SECONDS);
  expect((await test1.ask()).age).toBeUndefined();
});

test('people who ask at once are read once, and each channel gets its own answer', async () => {
  const channels = ['suikang', 'yueshengshi', 'suikang'];
  const asked = await Promise.all(channels.map((channel) => test1.ask({ channel })));
  expect(test1.store.reads).toBe(1);
  expect(asked.map(({ code }) => decodeJwt(code.credential).channel)).toEqual(channels);
});

test.each<[string, Partial<CodeRequest>, object]>([
  ['phone', { device: 'Ag'.padEnd(44, 'a') }, { cnf: { dev: 'Ag'.padEnd(44, 'a') } }],
  ['name', { name: '张**' }, { name: '张**' }],
  ['channel', { channel: 'yueshengshi' }, { channel: 'yueshengshi' }],
])('a copy is for one %s only', async (_what, other, claims) => {
  await test1.ask();
  const { code, age } = await test1.ask(other);
  expect(age).toBeUndefined();
  expect(decodeJwt(code.credential)).toMatchObject(claims);
  expect((await test1.ask()).age).toBe(0);
});

test('the credential is as of the read, so that a revocation after it counts', async () => {
  test1.store.state = 'frozen';
  const asked = test1.ask();
  test1.clock.advance(2);
  test1.store.thaw();
  const { code } = await asked;
  expect(code.asOf).toBe('2022-01-10T00:31:00.000Z');
  expect(decodeJwt(code.credential).iat).toBe(Date.parse(code.asOf) / 1000);
});

describe('facts that come in this process', () => {
  test('nothing that was read before is shown any more', async () => {
    await test1.ask();
    test1.store.facts.push({ ...POSITIVE, personKey: PERSON });
    test1.codes.drop(PERSON);
    expect((await test1.ask()).code.colour).toBe('red');
  });

  test('a read that was under way is not kept, and nobody joins it', async () => {
    test1.store.state = 'frozen';
    const before = test1.ask();
    test1.store.facts.push({ ...POSITIVE, personKey: PERSON });
    test1.codes.drop(PERSON);
    const after = test1.ask();
    test1.store.thaw();
    expect((await before).code.colour).toBe('yellow');
    expect((await after).code.colour).toBe('red');
    expect(await test1.ask()).toMatchObject({ code: { colour: 'red' }, age: 0 });
  });

  test('no channel shows a colour that another one has stopped showing', async () => {
    await test1.ask({ channel: 'suikang' });
    test1.clock.advance(20);
    test1.store.facts.push({ ...POSITIVE, personKey: PERSON });
    await test1.ask({ channel: 'yueshengshi' });
    expect((await test1.ask({ channel: 'suikang' })).code.colour).toBe('red');
  });
});

test('other rules end every copy', async () => {
  await test1.ask();
  test1.rules = otherRules('2022-01-11.1', 7);
  expect((await test1.ask()).age).toBeUndefined();
  expect(test1.store.reads).toBe(2);
});

describe.each(['fails', 'frozen'] as const)('a store that %s', (state) => {
  beforeEach(async () => {
    await test1.ask();
    test1.store.state = state;
  });

  async function askUntilDeadline() {
    const asked = test1.ask();
    asked.catch(() => undefined);
    await settled();
    test1.timers.expire();
    return asked;
  }

  test('is stood in for by a copy, with its age', async () => {
    test1.clock.advance(STALE_IF_ERROR_SECONDS - 1);
    expect(await askUntilDeadline()).toMatchObject({
      code: { colour: 'yellow', asOf: '2022-01-10T00:31:00.000Z' },
      age: STALE_IF_ERROR_SECONDS - 1,
    });
  });

  test('fails with the advice to show the stored code once the copy is too old', async () => {
    test1.clock.advance(STALE_IF_ERROR_SECONDS);
    await expect(askUntilDeadline()).rejects.toMatchObject(STORED);
  });

  test('is asked again without a restart', async () => {
    test1.clock.advance(STALE_IF_ERROR_SECONDS);
    await expect(askUntilDeadline()).rejects.toMatchObject(STORED);
    test1.store.thaw();
    expect(await test1.ask()).toMatchObject({ code: { colour: 'yellow' }, age: undefined });
  });

  test('is asked by few at a time once it is known to be in trouble', async () => {
    const people = Array.from({ length: 100 }, (_, at) => `${at}`.padStart(64, '0'));
    const askAll = () =>
      people.map((personKey) => test1.ask({ personKey }).catch((error) => error));
    const first = askAll();
    await settled();
    test1.timers.expire();
    await Promise.all(first);
    test1.store.thaw();
    await settled();
    test1.store.state = 'frozen';
    const reads = test1.store.reads;
    const second = askAll();
    await settled();
    expect(people.length).toBeGreaterThan(TROUBLE_READS);
    expect(test1.store.reads - reads).toBe(READS_IN_TROUBLE);
    test1.timers.expire();
    for (const error of await Promise.all(second)) expect(error).toMatchObject(STORED);
    test1.store.thaw();
    await settled();
    expect((await test1.ask({ personKey: people[0]! })).code.colour).toBe('unknown');
  });
});

test('a renewal in the background that fails costs nobody anything', async () => {
  await test1.ask();
  test1.clock.advance(CODE_FRESH_SECONDS);
  test1.store.state = 'fails';
  expect((await test1.ask()).age).toBe(CODE_FRESH_SECONDS);
  await settled();
  expect(test1.lines).toEqual([]);
});

test('a renewal takes a place as a refresh does, and gives it back; without one the copy is served', async () => {
  const asked: AdmissionRequest[] = [];
  let free = 1;
  const admission = {
    state: { limit: 1, inFlight: 0 },
    admit(request: AdmissionRequest) {
      asked.push(request);
      if (free === 0) return { admitted: false, reason: 'limit' } as const;
      free -= 1;
      const release = () => {
        free += 1;
      };
      return { admitted: true, release } as const;
    },
  };
  const { ask, clock, store } = await testCodes({ admission });
  for (const personKey of ['b', 'c']) await ask({ personKey });
  clock.advance(CODE_FRESH_SECONDS);
  store.state = 'frozen';
  for (const personKey of ['b', 'c']) expect((await ask({ personKey })).age).toBe(30);
  expect(asked).toEqual(Array(2).fill({ priority: 'refresh', channel: 'suikang' }));
  expect(store.reads).toBe(3);
  store.thaw();
  await settled();
  expect(free).toBe(1);
  expect((await ask({ personKey: 'b' })).age).toBe(0);
  expect((await ask({ personKey: 'c' })).age).toBe(30);
});

describe('on the ladder', () => {
  test('from L3 on codes come out of copies for as long as there are any', async () => {
    await test1.ask();
    test1.level = 3;
    test1.clock.advance(STALE_IF_ERROR_SECONDS - 1);
    expect((await test1.ask()).age).toBe(STALE_IF_ERROR_SECONDS - 1);
    expect((await test1.ask({}, 'refresh')).age).toBe(STALE_IF_ERROR_SECONDS - 1);
    expect(test1.store.reads).toBe(1);
    test1.clock.advance(1);
    expect((await test1.ask()).age).toBeUndefined();
  });

  test('at L4 a first showing without a copy is still made: that phone may hold nothing', async () => {
    test1.level = 4;
    expect((await test1.ask()).age).toBeUndefined();
    expect(test1.store.reads).toBe(1);
  });

  test('fails at L4 for a refresh, also with a copy', async () => {
    await test1.ask();
    test1.level = 4;
    await expect(test1.ask({}, 'refresh')).rejects.toMatchObject(STORED);
    expect((await test1.ask()).age).toBe(0);
  });
});

test('a refresh asks the store, unless somebody has just done so', async () => {
  await test1.ask();
  test1.clock.advance(REFRESH_BYPASS_SECONDS - 1);
  expect((await test1.ask({}, 'refresh')).age).toBe(REFRESH_BYPASS_SECONDS - 1);
  test1.clock.advance(1);
  expect((await test1.ask({}, 'refresh')).age).toBeUndefined();
  expect(test1.store.reads).toBe(2);
});

test('a refresh falls back on a copy when the store fails', async () => {
  await test1.ask();
  test1.clock.advance(40);
  test1.store.state = 'fails';
  expect((await test1.ask({}, 'refresh')).age).toBe(40);
});

test('says how far the sources are, when that is known', async () => {
  const current = { visit: '2022-01-10T00:30:58.000Z' };
  const { ask } = await testCodes({ watermarks: { current } });
  expect((await ask()).code.sources).toEqual(current);
  expect((await test1.ask()).code.sources).toBeUndefined();
});

test.each([
  [undefined, 'unknown', '/channels/suikang/appeals'],
  [testFact('negative', '2022-01-09T08:00:00+08:00'), 'green', undefined],
])('whoever is not green is told where to object', async (fact, colour, appeal) => {
  const { ask, store } = await testCodes();
  if (fact !== undefined) store.facts.push({ ...fact, personKey: PERSON });
  expect((await ask()).code).toMatchObject({ colour });
  expect((await ask()).code.appeal).toBe(appeal);
});

test('fails to serve a copy past the end of the 24 hours that a test is shown for, store or not', async () => {
  // Sampled 23 h 55 min ago: in five minutes it is within 24 hours no more, and the colour stays.
  const negative = testFact('negative', '2022-01-09T08:36:00+08:00', '2022-01-09T20:00:00+08:00');
  const codes = await testCodes();
  codes.store.facts.push({ ...negative, personKey: PERSON });
  const before = await codes.ask();
  expect(before.code.test).toMatchObject({ withinHours: 24 });
  codes.store.state = 'fails';
  codes.clock.advance(298);
  expect(await codes.ask()).toEqual({ code: before.code, age: 298 });
  codes.clock.advance(2);
  await expect(codes.ask()).rejects.toMatchObject(STORED);
  codes.store.state = 'answers';
  codes.clock.advance(1);
  const after = await codes.ask();
  expect(after.code.colour).toBe(before.code.colour);
  expect(after.code.test).not.toMatchObject({ withinHours: 24 });
});
