import { CompactSign } from 'jose';
import type { ControlItem } from '../../../service/evacuation/control-items';
import { readContents } from '../../../service/rules/published-rules';
import { SEED_RISK_AREAS } from '../../../service/rules/risk-areas';
import { HOUR_WINDOWS, type RuleSet, SEED_RULE_SET } from '../../../service/rules/rule-set';
import { RULES_TYPE, readSignedRules } from '../../../service/rules/signed-rules';
import { CALLER_KEYS, callerKey, REGISTER } from '../fixtures/callers';
import {
  PUBLISHED_AREAS,
  PUBLISHED_SET,
  riskAreasItem,
  ruleSetItem,
  SIGNED_AT,
  signerOf,
} from '../fixtures/rules';

const read = (item: ControlItem) => readSignedRules('rule-set', item, REGISTER);

test('what an authority signed is what is read', async () => {
  expect(await read(await ruleSetItem())).toEqual(PUBLISHED_SET);
  const areas = await readSignedRules('risk-areas', await riskAreasItem(), REGISTER);
  expect(areas).toEqual(PUBLISHED_AREAS);
});

test('the built-in rules have the form of published ones', () => {
  expect(readContents('rule-set', structuredClone(SEED_RULE_SET))).toEqual({
    contents: SEED_RULE_SET,
  });
  expect(readContents('risk-areas', structuredClone(SEED_RISK_AREAS))).toEqual({
    contents: SEED_RISK_AREAS,
  });
});

/** Signs anything with the authority's key. */
async function signed(claims: unknown, header: Record<string, string> = {}): Promise<ControlItem> {
  const { kid, privateKey } = CALLER_KEYS.authority;
  const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', kid, typ: RULES_TYPE, ...header })
    .sign(privateKey);
  return { topic: 'rule-set', name: PUBLISHED_SET.version, jws };
}

const CLAIMS = {
  iss: 'health-commission',
  iat: SIGNED_AT / 1000,
  topic: 'rule-set',
  content: PUBLISHED_SET,
};

describe('fails to read', () => {
  test.each<[string, () => Promise<ControlItem>, RegExp]>([
    [
      'an item without a signature',
      async () => ({ topic: 'rule-set', name: 'x' }),
      /no signed rules/,
    ],
    [
      'a text that is none',
      async () => ({ topic: 'rule-set', name: 'x', jws: 'a.b.c' }),
      /no registered key/,
    ],
    [
      'one as long as no item',
      async () => ({ topic: 'rule-set', name: 'x', jws: 'a'.repeat(300_001) }),
      /no signed rules/,
    ],
    [
      'what a channel signed',
      () => ruleSetItem({}, signerOf(CALLER_KEYS.suikang)),
      /no registered key/,
    ],
    ['what a source signed', () => ruleSetItem({}, signerOf(CALLER_KEYS.cdc)), /no registered key/],
    [
      'what a stranger signed under the name of the key',
      () =>
        ruleSetItem(
          {},
          signerOf(callerKey('authority-1', { role: 'authority', authority: 'health-commission' })),
        ),
      /no registered key/,
    ],
    [
      'what says to be of another authority',
      () => ruleSetItem({}, signerOf(CALLER_KEYS.authority, 'other')),
      /who signed/,
    ],
    ['a token of another type', () => signed(CLAIMS, { typ: 'JWT' }), /no registered key/],
    ['claims that say nothing', () => signed({}), /who signed/],
    ['a payload that is no object', () => signed('text'), /who signed/],
    [
      'risk areas as a rule set',
      async () => ({ ...(await riskAreasItem()), topic: 'rule-set' }),
      /another topic/,
    ],
    [
      'one under another name',
      async () => ({ ...(await ruleSetItem()), name: '2022-01-10.3' }),
      /not named after/,
    ],
    ['a version of a day to come', () => ruleSetItem({ version: '2022-01-12.1' }), /day to come/],
    [
      'the version of what is built in',
      () => ruleSetItem({ version: SEED_RULE_SET.version }),
      /built-in/,
    ],
    ['an older version than that', () => ruleSetItem({ version: '2022-01-09.7' }), /built-in/],
    [
      'one that began more than a day ago',
      () => ruleSetItem({ effectiveFrom: '2022-01-09T00:30:59.999Z' }),
      /too long before/,
    ],
    [
      'one that begins in a year',
      () => ruleSetItem({ effectiveFrom: '2023-01-10T00:00:00Z' }),
      /too long after/,
    ],
  ])('%s', async (_what, item, why) => {
    await expect(item().then(read)).rejects.toThrow(why);
  });

  test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['a member that nobody defined', { colour: 'green' }, /Unrecognized key/],
    ['a time without its offset', { effectiveFrom: '2022-01-10T08:00:00' }, /effectiveFrom/],
    [
      'a text in one language',
      { noFacts: { ...SEED_RULE_SET.noFacts, reason: { id: 'x', text: { en: 'x' } } } },
      /noFacts\.reason\.text\.zh/,
    ],
    [
      'an infected person in yellow',
      { orders: { ...SEED_RULE_SET.orders, confirmed: SEED_RULE_SET.orders['same-place'] } },
      /orders\.confirmed/,
    ],
    [
      'red that tests would end',
      {
        orders: {
          ...SEED_RULE_SET.orders,
          isolation: { ...SEED_RULE_SET.orders['same-place'], colour: 'red' },
        },
      },
      /orders\.isolation/,
    ],
    [
      'a class without a rule',
      { orders: { ...SEED_RULE_SET.orders, suspected: undefined } },
      /orders\.suspected/,
    ],
    [
      '140 days',
      { riskAreaStay: { ...SEED_RULE_SET.riskAreaStay, countedDays: 140 } },
      /countedDays/,
    ],
    [
      'more tests than fit',
      {
        declaredContact: {
          ...SEED_RULE_SET.declaredContact,
          wayOut: { ...SEED_RULE_SET.declaredContact.wayOut, tests: 5 },
        },
      },
      /declaredContact\.wayOut/,
    ],
    ['windows that shrink', { testWindows: { ...HOUR_WINDOWS, hours: [48, 24] } }, /testWindows/],
  ])('a rule set with %s', async (_what, changes, why) => {
    await expect(ruleSetItem(changes as Partial<RuleSet>).then(read)).rejects.toThrow(why);
  });
});

test('the day before, and the day after, are near enough to the signature', async () => {
  const changes = { effectiveFrom: '2022-01-09T00:31:00.000Z', version: '2022-01-11.1' };
  expect(await read(await ruleSetItem(changes))).toMatchObject(changes);
});
