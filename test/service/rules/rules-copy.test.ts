import type { ControlItem } from '../../../service/evacuation/control-items';
import { KeyRegister } from '../../../service/keys/key-register';
import { LocalCalendar } from '../../../service/rules/local-calendar';
import { SEED_RISK_AREAS } from '../../../service/rules/risk-areas';
import { SEED_RULE_SET } from '../../../service/rules/rule-set';
import {
  type BadRules,
  RULES_POLL_SECONDS,
  RulesCopy,
  type VersionsInForce,
} from '../../../service/rules/rules-copy';
import { rulesInForce } from '../../../service/rules/rules-in-force';
import { StoreUnavailableError } from '../../../service/store/store-error';
import { REGISTER } from '../fixtures/callers';
import { ManualClock } from '../fixtures/manual-clock';
import { MemoryControlStore } from '../fixtures/memory-stores';
import { PUBLISHED_AREAS, PUBLISHED_SET, riskAreasItem, ruleSetItem } from '../fixtures/rules';

function setUp() {
  const [clock, store] = [new ManualClock(), new MemoryControlStore()];
  const [bad, failures]: [BadRules[], unknown[]] = [[], []];
  const begun: VersionsInForce[] = [];
  const known = { register: REGISTER };
  const copy = new RulesCopy({
    store,
    clock,
    calendar: new LocalCalendar('Asia/Shanghai'),
    register: () => known.register,
    onBadRules: (one) => bad.push(one),
    onFailure: (error) => failures.push(error),
    onInForce: (versions) => begun.push(versions),
  });
  const inForce = () => rulesInForce(copy.rules(), clock.now());
  const put = async (...items: ControlItem[]) => {
    for (const item of items) await store.put(item);
    await copy.refresh();
  };
  return { clock, store, bad, begun, failures, known, copy, inForce, put };
}

test('before anything is read, and when nothing is published, what is built in holds', async () => {
  const { copy, inForce } = setUp();
  expect(inForce().ruleSet).toBe(SEED_RULE_SET);
  const { epoch } = copy.rules();
  await copy.refresh();
  expect(inForce().ruleSet).toBe(SEED_RULE_SET);
  expect(copy.rules().epoch).toBe(epoch);
});

test('it reads by itself, and is ready once both topics were read', async () => {
  const { clock, store, copy, inForce } = setUp();
  store.answers = false;
  copy.start();
  let ready = false;
  void copy.ready.then(() => {
    ready = true;
  });
  await new Promise(setImmediate);
  expect(ready).toBe(false);
  store.answers = true;
  await store.put(await ruleSetItem());
  clock.advance(RULES_POLL_SECONDS);
  await copy.ready;
  expect(inForce().ruleSet).toEqual(PUBLISHED_SET);
  copy.stop();
  expect(clock.waiting).toBe(0);
});

test('fails between the start and the first read: what is built in may be long out of date', async () => {
  const { clock, store, copy, inForce } = setUp();
  store.answers = false;
  copy.start();
  await new Promise(setImmediate);
  expect(copy.isKnown).toBe(false);
  expect(() => copy.rules()).toThrow(StoreUnavailableError);
  store.answers = true;
  clock.advance(RULES_POLL_SECONDS);
  await copy.ready;
  expect(inForce().ruleSet).toBe(SEED_RULE_SET);
  store.answers = false;
  clock.advance(RULES_POLL_SECONDS);
  await new Promise(setImmediate);
  expect(inForce().ruleSet).toBe(SEED_RULE_SET);
  copy.stop();
});

test('published rules and risk areas hold, and each is another epoch', async () => {
  const { copy, inForce, put } = setUp();
  const epochs = [copy.rules().epoch];
  await put(await ruleSetItem());
  epochs.push(copy.rules().epoch);
  await put(await riskAreasItem());
  epochs.push(copy.rules().epoch);
  expect(new Set(epochs).size).toBe(3);
  expect(inForce()).toMatchObject({
    ruleSet: PUBLISHED_SET,
    riskAreasVersion: PUBLISHED_AREAS.version,
  });
});

test('reading the same again is the same value, so nothing that was kept is dropped', async () => {
  const { copy, put } = setUp();
  await put(await ruleSetItem());
  const before = copy.rules();
  await copy.refresh();
  expect(copy.rules()).toBe(before);
});

test('a version begins by itself, and that is another epoch', async () => {
  const { clock, copy, inForce, put } = setUp();
  await put(await ruleSetItem({ effectiveFrom: '2022-01-10T09:00:00+08:00' }));
  const before = copy.rules();
  expect(inForce().ruleSet).toBe(SEED_RULE_SET);
  clock.advance(29 * 60 - 0.001);
  expect(copy.rules()).toBe(before);
  clock.advance(0.001);
  expect(copy.rules().epoch).not.toBe(before.epoch);
  expect(inForce().ruleSet.version).toBe(PUBLISHED_SET.version);
});

test('while the table cannot be read, what was read before holds', async () => {
  const { store, failures, copy, inForce, put } = setUp();
  await put(await ruleSetItem());
  store.answers = false;
  await copy.refresh();
  expect(failures).toHaveLength(2);
  expect(inForce().ruleSet).toEqual(PUBLISHED_SET);
});

test('a bad item is skipped and named once, the good ones hold', async () => {
  const { bad, copy, inForce, put } = setUp();
  const forged = { topic: 'rule-set', name: '2022-01-11.1', jws: 'x.y.z' };
  await put(await ruleSetItem(), forged, { topic: 'rule-set', name: 'a person', jws: 1 });
  await copy.refresh();
  expect(inForce().ruleSet).toEqual(PUBLISHED_SET);
  expect(bad).toEqual([
    {
      topic: 'rule-set',
      version: '2022-01-11.1',
      why: 'no registered key of an authority signed it',
    },
    { topic: 'rule-set', why: 'the item holds no signed rules' },
  ]);
});

test('where a bad item takes the place of a good one, the good one stays', async () => {
  const { bad, inForce, put } = setUp();
  const good = await ruleSetItem();
  await put(good);
  await put({ ...good, jws: 'x.y.z' });
  expect(inForce().ruleSet).toEqual(PUBLISHED_SET);
  expect(bad).toHaveLength(1);
  await put(await ruleSetItem({ noFacts: SEED_RULE_SET.noFacts, trial: true }));
  expect(inForce().ruleSet).toBe(SEED_RULE_SET);
});

test('a version whose key comes into the register later is used then', async () => {
  const { bad, known, copy, inForce, put } = setUp();
  known.register = new KeyRegister(new Map(), new Map());
  await put(await ruleSetItem());
  expect(inForce().ruleSet).toBe(SEED_RULE_SET);
  known.register = REGISTER;
  await copy.refresh();
  expect(inForce().ruleSet).toEqual(PUBLISHED_SET);
  expect(bad).toHaveLength(1);
});

test('a version that is taken away holds no more', async () => {
  const { store, copy, inForce, put } = setUp();
  await put(await ruleSetItem());
  store.items.clear();
  await copy.refresh();
  expect(inForce().ruleSet).toBe(SEED_RULE_SET);
});

test('each version is told once as it begins to hold, also to a process that nobody asks', async () => {
  const { clock, store, copy, begun } = setUp();
  await store.put(await ruleSetItem({ effectiveFrom: '2022-01-10T09:00:00+08:00' }));
  copy.start();
  await copy.ready;
  clock.advance(RULES_POLL_SECONDS);
  copy.rules();
  const { version, effectiveFrom } = SEED_RULE_SET;
  const riskAreas = SEED_RISK_AREAS.version;
  expect(begun).toEqual([{ version, effectiveFrom, riskAreas }]);
  for (let waited = 0; waited < 3_600; waited += RULES_POLL_SECONDS) {
    clock.advance(RULES_POLL_SECONDS);
    await new Promise(setImmediate);
  }
  expect(begun.slice(1)).toEqual([
    { version: PUBLISHED_SET.version, effectiveFrom: '2022-01-10T09:00:00+08:00', riskAreas },
  ]);
  copy.stop();
  expect(clock.waiting).toBe(0);
});
