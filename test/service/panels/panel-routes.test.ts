import type { PanelState } from '../../../service/degradation/service-level';
import { Family } from '../../../service/family/family';
import { addPanels } from '../../../service/panels/panel-routes';
import { TESTS_LISTED } from '../../../service/panels/panel-specs';
import {
  LONGEST_PANEL_RETRY_SECONDS,
  PANEL_RETRY_SECONDS,
} from '../../../service/panels/shed-panel';
import { channelToken } from '../fixtures/callers';
import { type ChannelTestApp, channelApp, NORMAL_LEVEL } from '../fixtures/channel-app';
import { correctionFact, testFact, visitFact } from '../fixtures/facts';
import { ID_NUMBER, OTHER_ID_NUMBER } from '../fixtures/people';

let app: ChannelTestApp;
let personKey: string;
let family: Family;

beforeEach(async () => {
  app = await channelApp();
  family = new Family(app);
  addPanels({ ...app, family });
  personKey = app.personKeys.personKey({ idType: '10', idNumber: ID_NUMBER });
});

afterEach(() => app.http.close());

const get = (what: string) => app.ask({ url: `/channels/suikang/me/${what}` });

test('the query tells colour, reason, way out, panels and how new each source is', async () => {
  const stay = visitFact('440303', '2022-01-08T09:00:00+08:00', '2022-01-08T18:30:00+08:00');
  const sample = testFact('negative', '2022-01-09T19:00:00+08:00', '2022-01-10T02:00:00+08:00');
  for (const fact of [stay, sample]) await app.facts.append({ ...fact, personKey });
  const response = await get('health');
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    colour: 'yellow',
    reason: { id: 'risk-area-stay', text: { en: expect.any(String), zh: expect.any(String) } },
    wayOut: expect.objectContaining({ id: '3-days-2-tests', testsDone: 1, testsNeeded: 2 }),
    appeal: '/channels/suikang/appeals',
    name: '张**',
    test: { result: 'negative', sampledAt: '2022-01-09T11:00:00.000Z', withinHours: 24 },
    vaccination: { state: 'no-record' },
    sources: {
      visit: '2022-01-08T01:00:00.000Z',
      'nucleic-acid-test': '2022-01-09T11:00:00.000Z',
    },
    ruleVersion: '2022-01-10.1',
    asOf: '2022-01-10T00:31:00.000Z',
  });
});

test('people nobody knows anything about are told so, with a way to object', async () => {
  expect((await get('health')).json()).toMatchObject({
    colour: 'unknown',
    appeal: '/channels/suikang/appeals',
    sources: {},
  });
});

test('the panel lists the newest tests whose results are out, as corrections have put them', async () => {
  const dates = Array.from({ length: 12 }, (_, at) => `2022-01-${String(at + 1).padStart(2, '0')}`);
  const tests = dates.map((date) => testFact('negative', `${date}T06:00:00+08:00`));
  const early = tests.slice(0, 9);
  const wrong = early[8]!;
  const facts = [
    ...tests,
    correctionFact(wrong, '2022-01-09T12:00:00+08:00', { ...wrong.body, result: 'positive' }),
    correctionFact(early[7]!, '2022-01-09T13:00:00+08:00'),
    { ...correctionFact(early[6]!, '2022-01-09T12:00:00+08:00'), source: 'another' },
  ];
  for (const fact of facts) await app.facts.append({ ...fact, personKey });
  const { tests: listed } = (await get('tests')).json();
  // The 10th of January is the newest whose result is out; the 8th was withdrawn.
  expect(listed.map((one: { sampledAt: string }) => one.sampledAt.slice(0, 10))).toEqual(
    ['09', '08', '06', '05', '04', '03', '02', '01']
      .map((day) => `2022-01-${day}`)
      .concat('2021-12-31'),
  );
  expect(listed[1]).toMatchObject({ result: 'positive' });
});

test('no more tests are listed than the phone shows', async () => {
  for (let hour = 10; hour < 24; hour += 1) {
    await app.facts.append({ ...testFact('negative', `2022-01-08T${hour}:00:00Z`), personKey });
  }
  const { tests } = (await get('tests')).json();
  expect(tests).toHaveLength(TESTS_LISTED);
  expect(tests[0].sampledAt).toBe('2022-01-08T23:00:00.000Z');
});

test('the panel lists all vaccinations, the newest first', async () => {
  for (const [at, dose] of [1, 2, 'booster'].entries()) {
    const vaccinatedAt = `2021-0${at + 3}-01T02:00:00.000Z`;
    await app.facts.append({
      ...{ kind: 'vaccination', personKey, source: 'cdc', recordId: `v${at}`, digest: `v${at}` },
      ...{ eventTime: vaccinatedAt, receivedAt: vaccinatedAt },
      body: { product: 'A', dose: dose as 1 | 'booster', basicDoses: 2, vaccinatedAt },
    } as never);
  }
  const { doses } = (await get('vaccinations')).json();
  expect(doses.map(({ dose }: { dose: unknown }) => dose)).toEqual(['booster', 2, 1]);
});

const UNTIL = '2022-01-10T00:33:00.000Z';

test.each<[string, number, readonly PanelState[], string[]]>([
  ['level 0', 0, [], []],
  ['level 1', 1, [], ['vaccinations']],
  ['level 2', 2, [], ['tests', 'vaccinations']],
  ['level 4', 4, [], ['tests', 'vaccinations']],
  [
    'level 2 by name',
    2,
    [
      { panel: 'test', state: 'summary', reason: 'overload', until: UNTIL },
      { panel: 'vaccination', state: 'off', reason: 'overload', until: UNTIL },
    ],
    ['tests', 'vaccinations'],
  ],
  [
    'a panel that a level has in full',
    2,
    [{ panel: 'test', state: 'full', reason: 'none' }],
    ['vaccinations'],
  ],
])('at %s what is off is off, and the query stays', async (_what, level, panels, off) => {
  app.levels.current = { ...NORMAL_LEVEL, level: level as 0, reason: 'overload', panels };
  for (const panel of ['tests', 'vaccinations']) {
    const response = await get(panel);
    expect([panel, response.statusCode]).toEqual([panel, off.includes(panel) ? 503 : 200]);
  }
  expect((await get('health')).statusCode).toBe(200);
});

test.each([
  ['when it is back', UNTIL, 180],
  ['nothing', undefined, PANEL_RETRY_SECONDS * 1.5],
  ['that it is long', '2022-01-11T00:00:00.000Z', LONGEST_PANEL_RETRY_SECONDS * 1.5],
])(
  'a panel that is off says why, and until when, with a level that says %s',
  async (_what, until, wait) => {
    const state: PanelState = {
      ...{ panel: 'test', state: 'summary', reason: 'overload' },
      ...(until && { until }),
    } as PanelState;
    app.levels.current = { ...NORMAL_LEVEL, level: 2, reason: 'overload', panels: [state] };
    const response = await get('tests');
    expect(response.headers['retry-after']).toBe(String(wait));
    expect(response.json().error).toMatchObject({
      code: 'KAPOK_PANEL_OFF',
      panel: {
        ...state,
        text: {
          en: 'nucleic-acid tests are not shown because very many people are asking; codes go first',
          zh: '当前访问人数较多，优先保障亮码，核酸检测信息暂停显示',
        },
      },
    });
  },
);

test('a member of the family is shown by id, and nobody else', async () => {
  const memberKey = app.personKeys.personKey({ idType: '10', idNumber: OTHER_ID_NUMBER });
  const positive = testFact('positive', '2022-01-09T08:00:00+08:00');
  await app.facts.append({ ...positive, personKey: memberKey });
  const token = await channelToken({
    ...{ atMs: app.clock.now(), sub: `10:${OTHER_ID_NUMBER}`, name: '李小红' },
  });
  const guardian = { scope: 'citizen', channel: 'suikang', personKey, expiresAtMs: 0 } as const;
  const { id } = await family.bind(guardian, token, 'parent');
  expect((await get(`health?member=${id}`)).json()).toMatchObject({
    ...{ colour: 'red', name: '李**' },
    appeal: `/channels/suikang/appeals?member=${id}`,
  });
  expect((await get(`tests?member=${id}`)).json().tests).toHaveLength(1);
  expect((await get('tests')).json().tests).toEqual([]);
  expect((await get(`vaccinations?member=${id}`)).json().doses).toEqual([]);
  for (const panel of ['health', 'tests', 'vaccinations']) {
    const response = await get(`${panel}?member=AAAAAAAAAAAA`);
    expect([response.statusCode, response.json().error.code]).toEqual([
      ...[404, 'KAPOK_MEMBER_UNKNOWN'],
    ]);
  }
  expect((await get('health?who=me')).json().error.code).toBe('KAPOK_FIELD_UNKNOWN');
});

test('fails without a token, with one of another scope, and while the store is away', async () => {
  const url = '/channels/suikang/me/health';
  expect((await app.http.send(url)).json().error.code).toBe('KAPOK_TOKEN_MISSING');
  const staff = await app.ask({ url }, { scope: 'staff', sub: 'nurse-1' });
  expect(staff.json().error).toMatchObject({ code: 'KAPOK_SCOPE', allowed: ['citizen'] });
  app.facts.answers = () => false;
  expect((await get('health')).json().error.code).toBe('KAPOK_STORE_UNAVAILABLE');
});
