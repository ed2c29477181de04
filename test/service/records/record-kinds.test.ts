import { ORDER_CLASSES } from '../../../service/facts/fact';
import { readFact } from '../../../service/facts/read-fact';
import { isAreaCode } from '../../../service/records/area-codes';
import type { RecordResult } from '../../../service/records/ingestion';
import { RECORD_KINDS } from '../../../service/records/record-kinds';
import { PARTNER_KINDS } from '../../../service/records/statements';
import { CALLER_KEYS, type CallerKey, callerKey } from '../fixtures/callers';
import {
  partner as createPartner,
  type Partner,
  registerWith,
  sourceOwner,
} from '../fixtures/partner';
import { ID_NUMBER } from '../fixtures/people';

const everything = callerKey('all-1', sourceOwner('all', { kinds: [...PARTNER_KINDS] }));
const other = callerKey('other-1', sourceOwner('other', { kinds: [...PARTNER_KINDS] }));
const register = registerWith(everything, other);

let sender: Partner;

beforeEach(async () => {
  sender = await createPartner(undefined, { register });
});

afterEach(() => sender.on.http.close());

const WHO = { recordId: 'r1', idType: '10', idNumber: ID_NUMBER };
const AT = '2022-01-08T09:00:00+08:00';

/** A good record of each kind. */
const RECORDS: Readonly<Record<string, Record<string, unknown>>> = {
  'nucleic-acid-test': { sampledAt: AT, resultAt: AT, result: 'negative', laboratory: 'lab' },
  visit: { areaCode: '440303', enteredAt: AT, leftAt: AT },
  vaccination: { product: 'CoronaVac', dose: 2, basicDoses: 2, vaccinatedAt: AT },
  'vaccination-exemption': { from: AT, until: '2022-07-01T00:00:00+08:00' },
  order: { class: 'close-contact', from: AT, until: '2022-01-22T00:00:00+08:00', authority: 'CDC' },
  release: { releasedAt: AT, authority: 'CDC' },
};

async function one(kind: string, change: object = {}, key = everything): Promise<RecordResult> {
  const record = { ...WHO, ...RECORDS[kind], ...change };
  const [result] = await sender.results(key, `${kind}s`, [record]);
  return result as RecordResult;
}

test('there is a route for each kind, and each describes its records', () => {
  const routes = sender.on.specs.filter(({ path }) => path.startsWith('/records/'));
  expect(routes.map(({ path }) => path)).toEqual(RECORD_KINDS.map((kind) => `/records/${kind}s`));
  expect(new Set(sender.on.specs.map(({ id }) => id)).size).toBe(sender.on.specs.length);
});

test.each(Object.keys(RECORDS))(
  'a %s becomes a fact that reads back as it was sent',
  async (kind) => {
    const result = await one(kind);
    expect(result).toMatchObject({ recordId: 'r1', status: 'stored' });
    expect(result.factKey?.fact).toMatch(`${kind}#2022-01-08T01:00:00.000Z#all#r1#`);
    const [fact] = [...sender.on.facts.facts.values()];
    expect(readFact({ ...fact } as never, fact!.personKey)).toEqual(fact);
    expect(JSON.stringify(fact)).not.toContain(ID_NUMBER);
    expect(await one(kind)).toMatchObject({ status: 'known', factKey: result.factKey });
  },
);

test.each<[string, string, object, string | undefined, string | undefined]>([
  ['a booster', 'vaccination', { dose: 'booster' }, undefined, undefined],
  ['a dose beyond the course', 'vaccination', { dose: 3 }, 'KAPOK_FIELD_INVALID', undefined],
  ['a dose zero', 'vaccination', { dose: 0 }, 'KAPOK_FIELD_INVALID', 'dose'],
  ['half a dose', 'vaccination', { dose: 1.5 }, 'KAPOK_FIELD_INVALID', 'dose'],
  ['a dose as a text', 'vaccination', { dose: '2' }, 'KAPOK_FIELD_INVALID', 'dose'],
  ['no product', 'vaccination', { product: undefined }, 'KAPOK_FIELD_MISSING', 'product'],
  [
    'an exemption without an end',
    'vaccination-exemption',
    { until: undefined },
    undefined,
    undefined,
  ],
  [
    'an exemption that ends before',
    'vaccination-exemption',
    { until: '2022-01-08T08:59:00+08:00' },
    'KAPOK_TIME_ORDER',
    'until',
  ],
  [
    'an exemption for ever',
    'vaccination-exemption',
    { until: '2999-01-01T00:00:00Z' },
    'KAPOK_TIME_FUTURE',
    'until',
  ],
  ['an order without an end', 'order', { until: undefined }, undefined, undefined],
  [
    'an order that begins tomorrow',
    'order',
    { from: '2022-01-11T09:00:00+08:00' },
    'KAPOK_TIME_FUTURE',
    'from',
  ],
  ['an order of no class', 'order', { class: 'bad-luck' }, 'KAPOK_FIELD_INVALID', 'class'],
  ['an order of nobody', 'order', { authority: undefined }, 'KAPOK_FIELD_MISSING', 'authority'],
  [
    'an ID number as the authority',
    'order',
    { authority: ID_NUMBER },
    'KAPOK_FIELD_INVALID',
    'authority',
  ],
  [
    'a release ahead of time',
    'release',
    { releasedAt: '2022-01-10T09:00:00+08:00' },
    'KAPOK_TIME_FUTURE',
    'releasedAt',
  ],
  ['a release with an end', 'release', { until: AT }, 'KAPOK_FIELD_UNKNOWN', 'until'],
  [
    'a stay in a whole province',
    'visit',
    { areaCode: '440000' },
    'KAPOK_FIELD_INVALID',
    'areaCode',
  ],
  ['a stay in a city without districts', 'visit', { areaCode: '441900' }, undefined, undefined],
])('%s', async (_what, kind, change, code, field) => {
  const result = await one(kind, change);
  expect([result.error?.code, result.error?.field]).toEqual([code, field]);
  expect(result.status).toBe(code === undefined ? 'stored' : 'rejected');
});

test.each(ORDER_CLASSES)('an authority may order %s', async (name) => {
  expect(await one('order', { class: name })).toMatchObject({ status: 'stored' });
});

test.each([
  ['440303', true],
  ['810000', true],
  ['440000', false],
  ['990101', false],
  ['830000', false],
  ['44030a', false],
  ['4403033', false],
  ['', false],
])('%s names a place: %s', (code, expected) => {
  expect(isAreaCode(code)).toBe(expected);
});

describe('a correction', () => {
  const correction = (corrects: string, more: object = {}) => ({
    ...WHO,
    recordId: 'c1',
    correctedAt: '2022-01-09T09:00:00+08:00',
    corrects,
    ...more,
  });
  const correct = async (record: object, key: CallerKey = everything) =>
    (await sender.results(key, 'corrections', [record]))[0] as RecordResult;

  test.each(Object.keys(RECORDS))('replaces or withdraws a %s', async (kind) => {
    const { fact } = (await one(kind)).factKey as { fact: string };
    const replacement = RECORDS[kind];
    expect(await correct(correction(fact, { replacement }))).toMatchObject({ status: 'stored' });
    expect(await correct(correction(fact, { recordId: 'c2' }))).toMatchObject({ status: 'stored' });
    const facts = [...sender.on.facts.facts.values()].filter((each) => each.kind === 'correction');
    expect(facts.map((each) => 'replacement' in each.body)).toEqual([true, false]);
    for (const each of facts) expect(readFact({ ...each } as never, each.personKey)).toEqual(each);
  });

  test('may come before what it corrects', async () => {
    const corrects = `visit#2022-01-08T01:00:00.000Z#all#r1#${'0'.repeat(16)}`;
    expect(await correct(correction(corrects))).toMatchObject({ status: 'stored' });
  });

  const OWN = `visit#2022-01-08T01:00:00.000Z#all#r1#${'0'.repeat(16)}`;
  test.each<[string, object, string, string | undefined]>([
    [
      'what another source said',
      { corrects: OWN.replace('#all#', '#other#') },
      'KAPOK_FIELD_INVALID',
      'corrects',
    ],
    [
      'a correction',
      { corrects: OWN.replace('visit', 'correction') },
      'KAPOK_KIND_NOT_ALLOWED',
      undefined,
    ],
    [
      'what only citizens say',
      { corrects: OWN.replace('visit', 'trip-declaration') },
      'KAPOK_KIND_NOT_ALLOWED',
      undefined,
    ],
    ['what is no key', { corrects: 'visit' }, 'KAPOK_FIELD_INVALID', 'corrects'],
    [
      'by a replacement of another kind',
      { replacement: RECORDS.release },
      'KAPOK_FIELD_MISSING',
      'replacement.areaCode',
    ],
    [
      'by a replacement that cannot be',
      { replacement: { ...RECORDS.visit, areaCode: '1' } },
      'KAPOK_FIELD_INVALID',
      'replacement.areaCode',
    ],
    [
      'by a replacement that ends before',
      { replacement: { ...RECORDS.visit, leftAt: '2022-01-08T08:00:00+08:00' } },
      'KAPOK_TIME_ORDER',
      'replacement.leftAt',
    ],
    ['by a text', { replacement: 'green' }, 'KAPOK_FIELD_INVALID', 'replacement'],
  ])('fails for %s', async (_what, change, code, field) => {
    const result = await correct({ ...correction(OWN), ...change });
    expect([result.status, result.error?.code, result.error?.field]).toEqual([
      'rejected',
      code,
      field,
    ]);
  });

  test('fails for a kind that its source may no longer send', async () => {
    const record = correction(OWN.replace('#all#', '#lab#'));
    const result = await correct(record, CALLER_KEYS.lab);
    expect(result.error).toMatchObject({
      code: 'KAPOK_KIND_NOT_ALLOWED',
      allowed: ['nucleic-acid-test'],
    });
  });
});
