import {
  ChannelSession,
  type KapokChannel,
  ownerMark,
} from '../../../../service/web/client/channel-session';
import { RetryPace, readRetryAfter } from '../../../../service/web/client/retry-pace';
import { channelToken } from '../../fixtures/callers';

const NOW = Date.parse('2022-01-10T00:31:00.000Z');

function session(fragment: string, shell?: KapokChannel, kept = new Map<string, string>()) {
  return new ChannelSession({
    fragment,
    kept: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    shell: () => shell,
    now: () => NOW,
  });
}

test('takes the token out of the fragment, and has it again after a reload', async () => {
  const kept = new Map<string, string>();
  const expected = { channel: 'suikang', token: 'a.b.c' };
  expect(await session('#channel=suikang&token=a.b.c', undefined, kept).token()).toEqual(expected);
  expect(await session('', undefined, kept).token()).toEqual(expected);
});

test.each([
  '',
  '#',
  '#token=a',
  '#channel=x&token=',
  '#channel=a/b&token=a.b',
  '#channel=a&token=<x>',
])('fails to find a session in "%s"', async (fragment) => {
  expect(await session(fragment).token()).toBeUndefined();
});

test('asks the shell only for a token that has ended, or that was refused', async () => {
  let given = 0;
  const shell = {
    name: 'suikang',
    token: async () => {
      given += 1;
      return channelToken({ atMs: NOW });
    },
  };
  const opened = session('', shell);
  const first = await opened.token();
  expect((await opened.token())?.token).toBe(first?.token);
  expect(given).toBe(1);
  await opened.token(true);
  expect(given).toBe(2);
  const old = await channelToken({ atMs: NOW - 3_600_000 });
  expect((await session(`#channel=suikang&token=${old}`, shell).token())?.token).not.toBe(old);
});

test('fails to renew without a shell, or with one that is broken', async () => {
  const opened = session('#channel=suikang&token=a.b.c');
  expect(await opened.token(true)).toBeUndefined();
  const broken = { name: 'x', token: () => Promise.reject(new Error('closed')) };
  expect(await session('', broken).token()).toBeUndefined();
});

test('marks people apart, and keeps too little of a digest to find a number by', async () => {
  const mark = async (sub: string) =>
    ownerMark({ channel: 'suikang', token: await channelToken({ atMs: NOW, sub }) });
  const [one, again, other] = [
    await mark('10:11010519491231002X'),
    await mark('10:11010519491231002X'),
    await mark('10:440524188001010014'),
  ];
  expect(one).toBe(again);
  expect(one).not.toBe(other);
  expect(one).toHaveLength(4);
});

test('waits longer after each failure, by chance, and begins anew after a success', () => {
  const longest = new RetryPace(() => 1);
  expect([1, 2, 3, 4, 5, 6, 7].map(() => longest.failed())).toEqual([
    4_000, 8_000, 16_000, 32_000, 64_000, 120_000, 120_000,
  ]);
  longest.succeeded();
  expect(longest.failed()).toBe(4_000);
  expect(new RetryPace(() => 0).failed()).toBe(1_000);
});

test.each([
  ['7', 7],
  ['0', 0],
  [undefined, undefined],
  ['soon', undefined],
  ['-1', undefined],
  ['Wed, 21 Oct 2015 07:28:00 GMT', undefined],
])('reads retry-after %s', (header, seconds) => {
  expect(readRetryAfter(header)).toBe(seconds);
  const waited = new RetryPace(() => 1).refused(seconds);
  expect(waited).toBeGreaterThanOrEqual((seconds ?? 30) * 1000);
});
