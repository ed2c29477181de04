import type { DeskState, Link } from '../../../../service/web/client/desk-state';
import { cardModel } from '../../../../service/web/client/page-model';
import { panelModel } from '../../../../service/web/client/panel-model';
import { PhoneClock } from '../../../../service/web/client/phone-clock';
import { readCode, SELF, StoredCodes } from '../../../../service/web/client/stored-codes';
import { codeAnswer } from '../fixtures/code-answers';

const AS_OF = Date.parse('2022-01-10T00:31:00.000Z');

async function model(link: Link, { minutes = 1, level = 0, language = 'en' as const } = {}) {
  const code = await codeAnswer({ atMs: AS_OF });
  const state: DeskState = { person: SELF, code, link, level, shed: [] };
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

test('only the own code is appealed against: an appeal is about who sends it', async () => {
  const code = await codeAnswer({ atMs: AS_OF, colour: 'red' });
  const link: Link = { kind: 'current', ageSec: 0 };
  const appealOf = (person: string) => {
    const state: DeskState = { person, code, link, level: 0, shed: [] };
    return cardModel({ state, nowMs: AS_OF, language: 'en', clockOff: false }).appeal;
  };
  expect(appealOf(SELF)).toBe('/channels/suikang/appeals');
  expect(appealOf('m1')).toBeUndefined();
});

test.each<[string, Link, string]>([
  [
    'no region answers',
    { kind: 'no-answer', untilMs: AS_OF, offline: false },
    'No region answers. This is the code stored on this phone.',
  ],
  [
    'the phone is offline',
    { kind: 'no-answer', untilMs: AS_OF, offline: true },
    'This phone has no network.',
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
  expect(ended.instead).toContain('no colour is shown');
  const code = await codeAnswer({ atMs: AS_OF });
  const panel = panelModel({
    panel: 'test',
    state: { kind: 'loading' },
    code,
    nowMs: AS_OF + minutes * 60_000,
    language: 'en',
  });
  expect(panel.lines[0]?.label).toBe('Negative');
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
