import type { DeskState, Link } from '../../../../service/web/client/desk-state';
import { cardModel } from '../../../../service/web/client/page-model';
import type { PanelState } from '../../../../service/web/client/panel-desk';
import { panelModel } from '../../../../service/web/client/panel-model';
import { PhoneClock } from '../../../../service/web/client/phone-clock';
import {
  readCode,
  SELF,
  type StoredCode,
  StoredCodes,
} from '../../../../service/web/client/stored-codes';
import { codeAnswer } from '../fixtures/code-answers';

const AS_OF = Date.parse('2022-01-10T00:31:00.000Z');

const CURRENT: Link = { kind: 'current', ageSec: 0 };

interface Situation {
  readonly minutes?: number;
  readonly level?: number;
  readonly shed?: DeskState['shed'];
}

async function model(link: Link, { minutes = 1, level = 0, shed = [] }: Situation = {}) {
  const language = 'en';
  const code = await codeAnswer({ atMs: AS_OF });
  const state: DeskState = { person: SELF, code, link, level, shed };
  return cardModel({ state, nowMs: AS_OF + minutes * 60_000, language, clockOff: false });
}

test('a current code needs no notice', async () => {
  expect(await model({ kind: 'current', ageSec: 0 })).toMatchObject({
    tone: 'green',
    word: 'Green',
    notice: '',
    instead: '',
    asOf: expect.stringContaining('1 min ago'),
  });
});

test('the region that answered is named, once one has', async () => {
  const code = await codeAnswer({ atMs: AS_OF });
  const state: DeskState = { person: SELF, code, link: { kind: 'asking' }, level: 0, shed: [] };
  const input = { state, nowMs: AS_OF, language: 'en', clockOff: false } as const;
  const named = { label: 'Answered by', text: 'ap-northeast-1' };
  expect(cardModel(input).lines).not.toContainEqual(
    expect.objectContaining({ label: named.label }),
  );
  const answered = { ...state, region: named.text };
  expect(cardModel({ ...input, state: answered }).lines).toContainEqual(named);
});

test('an appeal goes where the answer says; a member’s must name the member', async () => {
  const appealOf = async (person: string, appeal: string) => {
    const code = await codeAnswer({ atMs: AS_OF, colour: 'red', more: { appeal } });
    const state: DeskState = { person, code, link: CURRENT, level: 0, shed: [] };
    return cardModel({ state, nowMs: AS_OF, language: 'en', clockOff: false }).appeal;
  };
  const path = '/channels/suikang/appeals';
  expect(await appealOf(SELF, path)).toBe(path);
  expect(await appealOf('m1', `${path}?member=m1`)).toBe(`${path}?member=m1`);
  expect(await appealOf('m1', path)).toBeUndefined();
});

test.each([
  [1, 'overload', 'Many people ask at once, and codes go first. Of vaccinations only'],
  [2, 'store', 'Records are slow to read. Of tests and vaccinations only'],
  [
    3,
    'store',
    'Records are slow to read. This code comes out of a copy kept in this region (1 min',
  ],
  [
    4,
    'pinned',
    'Set by the operators. Codes are not renewed at this moment; this one comes out of',
  ],
  [4, 'pinned', '(1 min ago).'],
  [1, 'none', 'Of vaccinations only the summary is shown.'],
])('level %i says why, %s, and what it leaves', async (level, reason, said) => {
  const shed = [{ panel: 'vaccination', state: 'off', reason }] as const;
  expect((await model(CURRENT, { level, shed })).notice).toContain(said);
});

const refusedFor = (code: string): Link => ({ kind: 'refused', code, untilMs: AS_OF });

test.each<[string, Link, string]>([
  [
    'no region answers',
    { kind: 'no-answer', untilMs: AS_OF, offline: false },
    'No region answers. This is the code stored on this phone.',
  ],
  [
    'the phone is offline',
    { kind: 'no-answer', untilMs: AS_OF, offline: true },
    'This phone has no network. This is the code stored on this phone. It renews once there is',
  ],
  [
    'it is refused',
    { kind: 'refused', code: 'KAPOK_OVERLOAD', untilMs: AS_OF + 85_000 },
    'Many people ask at once. This is the code stored on this phone. Asks again by itself in 30 s.',
  ],
  [
    'records are away',
    { kind: 'refused', code: 'KAPOK_SHOW_STORED', untilMs: AS_OF },
    'Your records cannot be read',
  ],
  ['the store is away', refusedFor('KAPOK_STORE_UNAVAILABLE'), 'Your records cannot be read'],
  ['the service is broken', refusedFor('KAPOK_INTERNAL'), 'The service has a fault.'],
  ['a firewall refuses', refusedFor('HTTP 403'), 'Requests from this network are held back.'],
  ['it asks too often', refusedFor('KAPOK_QUOTA'), 'Many people ask at once.'],
  ['nobody knows why', refusedFor('HTTP 504'), 'The service cannot answer at this moment.'],
  ['the token has ended', { kind: 'open-again' }, 'open this page from the app again'],
  [
    'it is refused for good',
    { kind: 'failed', code: 'KAPOK_MEMBER_UNKNOWN' },
    '(KAPOK_MEMBER_UNKNOWN)',
  ],
])('when %s the code keeps its colour, with words for it', async (_, link, said) => {
  const { tone, notice } = await model(link);
  expect(tone).toBe('green');
  expect(notice).toContain(said);
});

test('past its time a code has no colour, no reason and no window of tests', async () => {
  const minutes = 24 * 60;
  const ended = await model({ kind: 'no-answer', untilMs: AS_OF, offline: true }, { minutes });
  expect(ended).toMatchObject({ tone: 'ended', word: 'Expired', lines: [] });
  expect(ended.instead).toMatch(/no colour is shown\. Show your ID .* ask for a paper code\.$/);
  expect(ended.notice).toBe('This phone has no network. It renews once there is a network.');
  const code = await codeAnswer({ atMs: AS_OF });
  const panel = panelModel({
    panel: 'test',
    state: { kind: 'loading' },
    code,
    link: CURRENT,
    shed: [],
    nowMs: AS_OF + minutes * 60_000,
    language: 'en',
  });
  expect(panel.lines[0]?.label).toBe('Negative');
});

describe('a panel that is not shown in full', () => {
  async function note(state: PanelState, link: Link = CURRENT, more: Partial<StoredCode> = {}) {
    const code = await codeAnswer({ atMs: AS_OF, more });
    const language = 'en';
    return panelModel({ panel: 'vaccination', state, code, link, shed: [], nowMs: AS_OF, language })
      .note;
  }
  const off = { kind: 'off', state: 'off', reason: 'pinned' } as const;

  test('says that what it shows came with the code, and no time that nobody said', async () => {
    expect(await note(off)).toBe(
      'Only the summary that came with the code is shown. Set by the operators. ' +
        'Your code is not affected.',
    );
  });

  test('with nothing left is not shown at all', async () => {
    const vaccination = undefined as never;
    expect(await note(off, CURRENT, { vaccination })).toContain('Not shown at the moment.');
  });

  test.each([
    [1, true],
    [0, false],
    [-1, false],
  ])('is expected back in %i ms: said is %s', async (ms, said) => {
    expect((await note({ ...off, backMs: AS_OF + ms })).includes('Expected back')).toBe(said);
  });

  test.each<[string, PanelState]>([
    ['loading', { kind: 'loading' }],
    ['unreachable', { ...off, reason: 'unreachable' }],
  ])('says why it cannot be read while %s', async (_, state) => {
    const offline: Link = { kind: 'no-answer', untilMs: AS_OF, offline: true };
    expect(await note(state, offline)).toContain('This phone has no network.');
  });
});

test('a family is kept until its owner changes; codes of those who left are dropped', async () => {
  const kept = new Map<string, string>();
  const codes = new StoredCodes({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  });
  codes.belongTo('a');
  for (const person of [SELF, 'm1', 'm2']) codes.keep(person, await codeAnswer());
  const family = [{ id: 'm1', name: '张*', relation: 'child' }];
  codes.keepFamily(family);
  expect(codes.family()).toEqual(family);
  expect(codes.people()).toEqual([SELF, 'm1']);
  expect(codes.find('m2')).toBeUndefined();
  codes.belongTo('b');
  expect([codes.family(), codes.people(), codes.find('m1')]).toEqual([[], [], undefined]);
});

test('fails to take an answer for a code that lacks what is shown of one', async () => {
  const code = await codeAnswer();
  expect(readCode(code)).toBe(code);
  for (const spoilt of [
    undefined,
    null,
    'green',
    { ...code, colour: 'blue' },
    { ...code, credential: undefined },
    { ...code, validUntil: 'tomorrow' },
    { ...code, reason: {} },
  ]) {
    expect(readCode(spoilt)).toBeUndefined();
  }
});

test('fails to keep anything, and goes on, where the storage is full or forbidden', async () => {
  const broken = () => {
    throw new Error('QuotaExceededError');
  };
  const codes = new StoredCodes({ getItem: broken, setItem: broken, removeItem: broken });
  codes.keep(SELF, await codeAnswer());
  codes.belongTo('somebody');
  expect(codes.find(SELF)).toBeUndefined();
});

describe('the phone’s clock', () => {
  const phoneMs = Date.parse('2022-01-10T09:00:00Z');
  const iso = (ms: number) => new Date(ms).toISOString();

  test.each([
    ['a little off is left alone', phoneMs + 3_000, phoneMs, 0],
    ['an hour behind is corrected', phoneMs + 3_600_000, phoneMs + 3_590_000, 3_600_000],
    ['that of a rehearsal is followed', phoneMs, phoneMs - 30 * 86_400_000, -30 * 86_400_000],
  ])('%s', (_, sentMs, asOfMs, correctionMs) => {
    const clock = new PhoneClock(() => phoneMs);
    clock.learn(new Date(sentMs).toUTCString(), iso(asOfMs));
    expect(clock.correctionMs).toBe(correctionMs);
    clock.learn(undefined, iso(asOfMs));
    expect(clock.correctionMs).toBe(correctionMs);
  });
});
