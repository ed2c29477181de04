import {
  DeviceKeys,
  type IKeyPairs,
  type KeyPair,
} from '../../../../service/web/client/device-key';
import type { IKept } from '../../../../service/web/client/stored-codes';

const DAY_MS = 24 * 60 * 60 * 1000;

class MemoryPairs implements IKeyPairs {
  readonly pairs = new Map<string, KeyPair>();
  isForbidden = false;
  reads = 0;

  async read(id: string) {
    this.reads += 1;
    if (this.isForbidden) throw new Error('by the test');
    return this.pairs.get(id);
  }

  async write(id: string, pair: KeyPair, isWanted: (id: string) => boolean) {
    this.pairs.set(id, pair);
    for (const other of this.pairs.keys()) if (!isWanted(other)) this.pairs.delete(other);
  }
}

function phone() {
  const values = new Map<string, string>();
  const kept: IKept = {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
  const pairs = new MemoryPairs();
  let nowMs = new Date(2022, 0, 10, 12).getTime();
  const open = () => new DeviceKeys({ kept, pairs, now: () => nowMs });
  const advance = (ms: number) => {
    nowMs += ms;
  };
  return { pairs, open, advance, kept };
}

const nameOf = async (keys: DeviceKeys, person = 'self') => (await keys.current(person))!.name;

test('a person has one key all day, also after the page was opened again', async () => {
  const { open } = phone();
  const keys = open();
  const name = await nameOf(keys);
  expect(name).toMatch(/^A[\w-]{43}$/);
  expect(await nameOf(keys)).toBe(name);
  await new Promise(setImmediate);
  expect(await nameOf(open())).toBe(name);
});

test('each day and each person has another key, so that nobody links them', async () => {
  const { open, advance } = phone();
  const keys = open();
  const names = [await nameOf(keys), await nameOf(keys, 'member')];
  advance(DAY_MS);
  names.push(await nameOf(keys), await nameOf(keys, 'member'));
  expect(new Set(names).size).toBe(4);
});

test("yesterday's key signs what is bound to it while its credential lives", async () => {
  const { open, advance } = phone();
  const name = await nameOf(open());
  await new Promise(setImmediate);
  advance(DAY_MS);
  const keys = open();
  await nameOf(keys);
  const bound = await keys.bound(undefined, name);
  expect(bound?.name).toBe(name);
  expect(await bound!.sign('text')).toHaveLength(64);
  expect(await keys.bound('member', name)).toBeUndefined();
  expect(await keys.bound('self', undefined)).toBeUndefined();
});

test('keys of the day before yesterday and of earlier programs are forgotten', async () => {
  const { open, advance, pairs } = phone();
  const name = await nameOf(open());
  pairs.pairs.set('device', [...pairs.pairs.values()][0]!);
  advance(2 * DAY_MS);
  await nameOf(open());
  await new Promise(setImmediate);
  expect([...pairs.pairs.keys()]).toEqual(['2022-1-12.self']);
  expect(await open().bound('self', name)).toBeUndefined();
});

test('a first visit looks for nothing', async () => {
  const { open, pairs } = phone();
  await nameOf(open());
  expect(pairs.reads).toBe(0);
});

test('fails to no key where the browser keeps none', async () => {
  const { open, pairs, kept } = phone();
  kept.setItem('kapok.device', 'yes');
  pairs.isForbidden = true;
  expect(await open().current('self')).toBeUndefined();
  expect(await open().bound('self', 'name')).toBeUndefined();
});
