import type { CitizenCaller } from '../../../service/channels/channel-caller';
import { STALE_IF_ERROR_SECONDS } from '../../../service/codes/freshness';
import { HeldFamily } from '../../../service/codes/held-family';
import { SHOW_STORED_RETRY_SECONDS } from '../../../service/codes/show-stored';
import { StoreUnavailableError } from '../../../service/store/store-error';
import { ManualClock } from '../fixtures/manual-clock';

const CALLER: CitizenCaller = {
  scope: 'citizen',
  channel: 'suikang',
  personKey: 'g',
  expiresAtMs: Number.POSITIVE_INFINITY,
};
const MEMBER = { personKey: 'm', name: '张*' };
const STORED = { code: 'KAPOK_SHOW_STORED', retryAfterSec: SHOW_STORED_RETRY_SECONDS * 1.5 };

function create() {
  const clock = new ManualClock();
  const state: { member: typeof MEMBER | undefined; error?: Error } = { member: MEMBER };
  const held = new HeldFamily({
    family: {
      memberOf: async () => {
        if (state.error !== undefined) throw state.error;
        return state.member;
      },
    },
    clock,
    random: () => 0.5,
  });
  const away = () => {
    state.error = new StoreUnavailableError(new Error('away'));
  };
  return { clock, state, held, away, ask: (id = '1', who = CALLER) => held.memberOf(who, id) };
}

test('a member is known for ten minutes while the store is away, and no longer', async () => {
  const { clock, away, ask } = create();
  await ask();
  away();
  clock.advance(STALE_IF_ERROR_SECONDS - 1);
  expect(await ask()).toEqual(MEMBER);
  clock.advance(1);
  await expect(ask()).rejects.toMatchObject(STORED);
});

test('fails for a member that was never read, and for another guardian of the same id', async () => {
  const { away, ask } = create();
  await ask();
  away();
  await expect(ask('2')).rejects.toMatchObject(STORED);
  await expect(ask('1', { ...CALLER, personKey: 'other' })).rejects.toMatchObject(STORED);
});

test('fails for a member that has left', async () => {
  const { state, away, ask } = create();
  await ask();
  state.member = undefined;
  expect(await ask()).toBeUndefined();
  away();
  await expect(ask()).rejects.toMatchObject(STORED);
});

test('fails for a member of whom something has changed since', async () => {
  const { clock, state, held, away, ask } = create();
  await ask();
  held.drop('m');
  away();
  await expect(ask()).rejects.toMatchObject(STORED);
  clock.advance(1);
  delete state.error;
  await ask();
  away();
  expect(await ask()).toEqual(MEMBER);
});

test('fails as it is for an error that is not of the store', async () => {
  const { state, ask } = create();
  await ask();
  state.error = new Error('a mistake');
  await expect(ask()).rejects.toThrow('a mistake');
});
