import type { CitizenCaller } from '../../../service/channels/channel-caller';
import { Quota } from '../../../service/channels/quota';
import {
  APPEAL_REASON_TEXTS,
  APPEAL_REASONS,
  SYMPTOM_TEXTS,
  SYMPTOMS,
} from '../../../service/declarations/choices';
import { addDeclarations } from '../../../service/declarations/declaration-routes';
import { readFact } from '../../../service/facts/read-fact';
import { Family } from '../../../service/family/family';
import { channelToken } from '../fixtures/callers';
import { type ChannelTestApp, channelApp } from '../fixtures/channel-app';
import { ID_NUMBER, OTHER_ID_NUMBER } from '../fixtures/people';

let app: ChannelTestApp;
let dropped: string[];
let personKey: string;
let family: Family;

beforeEach(async () => {
  app = await channelApp();
  dropped = [];
  const writes = new Quota({ perMinute: 6, burst: 100, of: 'entries', ...app });
  family = new Family(app);
  addDeclarations({ ...app, writes, family, drop: (key) => dropped.push(key) });
  personKey = app.personKeys.personKey({ idType: '10', idNumber: ID_NUMBER });
});

afterEach(() => app.http.close());

const HEALTH = {
  recordId: 'd1',
  declaredAt: '2022-01-10T08:30:00+08:00',
  temperature: 37.5,
  symptoms: ['fever', 'cough'],
  contact: false,
};

const TRIP = {
  recordId: 't1',
  declaredAt: '2022-01-10T08:30:00+08:00',
  areaCode: '440303',
  enteredAt: '2022-01-09T08:00:00+08:00',
  leftAt: '2022-01-12T20:00:00+08:00',
};

const APPEAL = {
  recordId: 'a1',
  appealedAt: '2022-01-10T08:30:00+08:00',
  reasonId: 'wrong-stay',
  text: '我没有去过罗湖区',
};

const PATHS = { health: 'declarations/health', trip: 'declarations/trip', appeal: 'appeals' };

function state(what: keyof typeof PATHS, payload: object) {
  return app.ask({ method: 'POST', url: `/channels/suikang/${PATHS[what]}`, payload });
}

test.each<[keyof typeof PATHS, object, string]>([
  ['health', HEALTH, 'health-declaration'],
  ['trip', TRIP, 'trip-declaration'],
  ['appeal', APPEAL, 'appeal'],
])(
  '%s is stored once as a fact of the person and the channel, and codes are forgotten',
  async (what, body, kind) => {
    for (const status of ['stored', 'known']) {
      const response = await state(what, body);
      expect([response.statusCode, response.body]).toEqual([200, expect.stringContaining(status)]);
    }
    const [fact, ...others] = [...app.facts.facts.values()];
    expect(others).toEqual([]);
    expect(fact).toMatchObject({
      ...{ kind, personKey, source: 'citizen.suikang' },
      eventTime: '2022-01-10T00:30:00.000Z',
    });
    expect(readFact({ ...fact! }, personKey)).toEqual(fact);
    expect(dropped).toEqual([personKey, personKey]);
  },
);

test('the appeal about a family member is one of the member, not of the guardian', async () => {
  const memberToken = await channelToken({ atMs: app.clock.now(), sub: `10:${OTHER_ID_NUMBER}` });
  const guardian = await app.tokens.callerOf(
    await channelToken({ atMs: app.clock.now() }),
    'suikang',
  );
  const { id } = await family.bind(guardian as CitizenCaller, memberToken, 'parent');
  const memberKey = app.personKeys.personKey({ idType: '10', idNumber: OTHER_ID_NUMBER });

  const url = `/channels/suikang/appeals?member=${id}`;
  expect((await app.ask({ method: 'POST', url, payload: APPEAL })).statusCode).toBe(200);
  const appeals = [...app.facts.facts.values()].filter(({ kind }) => kind === 'appeal');
  expect(appeals.map((fact) => fact.personKey)).toEqual([memberKey]);
  expect(dropped).toEqual([memberKey]);
});

test('fails for the appeal about somebody who is no family member', async () => {
  const url = '/channels/suikang/appeals?member=AAAAAAAAAAAA';
  const answer = await app.ask({ method: 'POST', url, payload: APPEAL });
  expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'KAPOK_MEMBER_UNKNOWN']);
  expect(app.facts.facts.size).toBe(0);
});

test('the order in which symptoms are named says nothing', async () => {
  await state('health', HEALTH);
  const again = { ...HEALTH, symptoms: ['cough', 'fever', 'cough'] };
  expect((await state('health', again)).json()).toEqual({ status: 'known', recordId: 'd1' });
});

test('fails for something else under one number; both count and codes are forgotten', async () => {
  await state('health', HEALTH);
  const response = await state('health', { ...HEALTH, symptoms: [] });
  expect([response.statusCode, response.json().error.code]).toEqual([409, 'KAPOK_FACT_CONFLICT']);
  expect(app.facts.facts.size).toBe(2);
  expect(dropped).toHaveLength(2);
});

test('fails while the store is away, and forgets codes all the same: it may be stored', async () => {
  app.facts.answers = () => false;
  expect((await state('trip', TRIP)).json().error.code).toBe('KAPOK_STORE_UNAVAILABLE');
  expect(dropped).toEqual([personKey]);
});

test.each<[string, keyof typeof PATHS, object, string, string]>([
  [
    'a future',
    'health',
    { declaredAt: '2022-01-10T09:00:00+08:00' },
    'KAPOK_TIME_FUTURE',
    'declaredAt',
  ],
  [
    'a long past',
    'health',
    { declaredAt: '2022-01-09T08:30:00+08:00' },
    'KAPOK_FIELD_INVALID',
    'declaredAt',
  ],
  [
    'a time without offset',
    'appeal',
    { appealedAt: '2022-01-10T08:30:00' },
    'KAPOK_FIELD_INVALID',
    'appealedAt',
  ],
  ['a temperature of nobody', 'health', { temperature: 45 }, 'KAPOK_FIELD_INVALID', 'temperature'],
  ['an unknown symptom', 'health', { symptoms: ['x'] }, 'KAPOK_FIELD_INVALID', 'symptoms[0]'],
  ['a number with a separator', 'health', { recordId: 'a#b' }, 'KAPOK_FIELD_INVALID', 'recordId'],
  [
    'an ID number as its number',
    'trip',
    { recordId: ID_NUMBER },
    'KAPOK_FIELD_INVALID',
    'recordId',
  ],
  ['a district that is none', 'trip', { areaCode: '4403' }, 'KAPOK_FIELD_INVALID', 'areaCode'],
  [
    'a trip backwards',
    'trip',
    { leftAt: '2022-01-08T08:00:00+08:00' },
    'KAPOK_TIME_ORDER',
    'leftAt',
  ],
  [
    'a trip next year',
    'trip',
    { leftAt: '2023-01-08T08:00:00+08:00' },
    'KAPOK_FIELD_INVALID',
    'leftAt',
  ],
  [
    'a trip long ago',
    'trip',
    { enteredAt: '2021-11-08T08:00:00+08:00' },
    'KAPOK_FIELD_INVALID',
    'enteredAt',
  ],
  ['a reason of its own', 'appeal', { reasonId: 'x' }, 'KAPOK_FIELD_INVALID', 'reasonId'],
  [
    'an ID number in its text',
    'appeal',
    { text: `it is ${ID_NUMBER}` },
    'KAPOK_FIELD_INVALID',
    'text',
  ],
  ['an endless text', 'appeal', { text: 'x'.repeat(501) }, 'KAPOK_FIELD_INVALID', 'text'],
])('fails for %s', async (_what, what, change, code, field) => {
  const base = { health: HEALTH, trip: TRIP, appeal: APPEAL }[what];
  const response = await state(what, { ...base, ...change });
  expect(response.json().error).toMatchObject({ code, field });
  expect(response.body).not.toContain(ID_NUMBER);
  expect([app.facts.facts.size, dropped.length]).toEqual([0, 0]);
});

test('all choices have names in both languages', () => {
  const texts = [
    ...SYMPTOMS.map((symptom) => SYMPTOM_TEXTS[symptom]),
    ...APPEAL_REASONS.map((reason) => APPEAL_REASON_TEXTS[reason]),
  ];
  for (const { en, zh } of texts) {
    expect(en).not.toBe('');
    expect(zh).toMatch(/\p{Script=Han}/u);
  }
});
