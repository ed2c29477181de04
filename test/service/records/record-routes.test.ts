import { CALLS_AT_ONCE, MAX_BATCH } from '../../../service/records/record-limits';
import type { TestApp } from '../fixtures/app';
import { CALLER_KEYS } from '../fixtures/callers';
import { partner as createPartner, type Partner } from '../fixtures/partner';
import { ID_NUMBER, OTHER_ID_NUMBER } from '../fixtures/people';

let sender: Partner;
let partner: TestApp;

beforeEach(async () => {
  sender = await createPartner();
  partner = sender.on;
});

afterEach(() => partner.http.close());

const TEST = {
  recordId: 'r1',
  idType: '10',
  idNumber: ID_NUMBER,
  sampledAt: '2022-01-09T20:00:00+08:00',
  result: 'negative',
  resultAt: '2022-01-10T02:00:00+08:00',
  laboratory: 'Guangzhou 1',
};

const VISIT = {
  recordId: 'v1',
  idType: '10',
  idNumber: ID_NUMBER,
  areaCode: '440303',
  enteredAt: '2022-01-08T09:00:00+08:00',
  leftAt: '2022-01-08T18:30:00+08:00',
};

const { lab, caict, supervisor } = CALLER_KEYS;

function send(records: unknown, path = 'nucleic-acid-tests') {
  return sender.records(path === 'visits' ? caict : lab, path, records);
}

async function resultsOf(records: unknown[], path?: string) {
  const response = await send(records, path);
  expect(response.statusCode).toBe(200);
  return response.json().results as {
    recordId: string | null;
    status: string;
    factKey?: { person: string; fact: string };
    error?: { code: string; field?: string };
  }[];
}

test('stores a test under the key it acknowledges, without the ID number', async () => {
  const [result] = await resultsOf([TEST]);
  expect(result).toEqual({
    recordId: 'r1',
    status: 'stored',
    factKey: {
      person: expect.stringMatching(/^person#[0-9a-f]{64}$/),
      fact: expect.stringMatching(
        /^nucleic-acid-test#2022-01-09T12:00:00\.000Z#lab#r1#[0-9a-f]{16}$/,
      ),
    },
  });
  const [[key, fact]] = [...partner.facts.facts] as [[string, object]];
  expect(key).toBe(`${result!.factKey!.person} ${result!.factKey!.fact}`);
  expect(fact).toMatchObject({
    source: 'lab',
    receivedAt: '2022-01-10T00:31:00.000Z',
    body: {
      result: 'negative',
      sampledAt: '2022-01-09T12:00:00.000Z',
      resultAt: '2022-01-09T18:00:00.000Z',
      laboratory: 'Guangzhou 1',
    },
  });
  expect(JSON.stringify([...partner.facts.facts])).not.toContain(ID_NUMBER);
});

test('fails for a kind that is not the source’s before anything is read of the body', async () => {
  for (const records of [[{}], 'none', undefined]) {
    const response = await sender.records(lab, 'visits', records);
    expect([response.statusCode, response.json().error.code]).toEqual([
      403,
      'KAPOK_KIND_NOT_ALLOWED',
    ]);
  }
  const text = await sender.send({ key: lab, url: '/records/visits', payload: '{"records":' });
  expect(text.json().error.code).toBe('KAPOK_KIND_NOT_ALLOWED');
});

test('stores a visit', async () => {
  const [result] = await resultsOf([VISIT], 'visits');
  expect(result).toMatchObject({
    status: 'stored',
    factKey: {
      fact: expect.stringMatching(/^visit#2022-01-08T01:00:00\.000Z#caict#v1#[0-9a-f]{16}$/),
    },
  });
});

test('a repetition is known, also in other words; a contradiction is a conflict', async () => {
  await resultsOf([TEST]);
  const sameInUtc = {
    ...TEST,
    sampledAt: '2022-01-09T12:00:00Z',
    idNumber: ID_NUMBER.toLowerCase(),
  };
  const contradiction = { ...TEST, result: 'positive' };
  const results = await resultsOf([TEST, sameInUtc, contradiction]);
  expect(results.map(({ status }) => status)).toEqual(['known', 'known', 'conflict']);
  expect(results[2]!.error).toMatchObject({ code: 'KAPOK_FACT_CONFLICT' });
  // What contradicts is kept beside it, under a key of its own.
  expect(partner.facts.facts.size).toBe(2);
  expect(results[2]!.factKey).not.toEqual(results[0]!.factKey);
});

test('fails as a conflict for a contradiction within one batch', async () => {
  const results = await resultsOf([TEST, { ...TEST, result: 'positive' }]);
  expect(results.map(({ status }) => status)).toContain('conflict');
});

test('every record of a batch has its own fate, in the order of the batch', async () => {
  const wrong = { ...TEST, recordId: 'r2', result: 'unclear' };
  const other = { ...TEST, recordId: 'r3', idNumber: OTHER_ID_NUMBER };
  const results = await resultsOf([TEST, wrong, null, other]);
  expect(results.map(({ recordId, status }) => [recordId, status])).toEqual([
    ['r1', 'stored'],
    ['r2', 'rejected'],
    [null, 'rejected'],
    ['r3', 'stored'],
  ]);
  expect(results[1]!.error).toMatchObject({
    code: 'KAPOK_FIELD_INVALID',
    field: 'result',
    allowed: ['negative', 'positive'],
  });
});

test.each([
  [
    'a sample five minutes ahead',
    { sampledAt: '2022-01-10T00:36:00Z', resultAt: '2022-01-10T00:36:00Z' },
    undefined,
  ],
  ['a sample further ahead', { sampledAt: '2022-01-10T00:36:00.001Z' }, 'KAPOK_TIME_FUTURE'],
  ['a result before the sample', { resultAt: '2022-01-09T19:59:59+08:00' }, 'KAPOK_TIME_ORDER'],
  ['a time without an offset', { sampledAt: '2022-01-09T20:00:00' }, 'KAPOK_FIELD_INVALID'],
  ['a time before any', { sampledAt: '2019-11-30T00:00:00Z' }, 'KAPOK_FIELD_INVALID'],
  ['a day that does not exist', { sampledAt: '2021-02-30T00:00:00Z' }, 'KAPOK_FIELD_INVALID'],
  ['no laboratory', { laboratory: undefined }, 'KAPOK_FIELD_MISSING'],
  ['an empty laboratory', { laboratory: '' }, 'KAPOK_FIELD_INVALID'],
  ['an unknown field', { colour: 'green' }, 'KAPOK_FIELD_UNKNOWN'],
  ['an ID number that is none', { idNumber: '440524188001010015' }, 'KAPOK_ID_NUMBER'],
  ['a record number with the separator of keys', { recordId: 'a#b' }, 'KAPOK_FIELD_INVALID'],
  ['an ID number as the record number', { recordId: ID_NUMBER }, 'KAPOK_FIELD_INVALID'],
  ['an ID number in the laboratory', { laboratory: `by ${ID_NUMBER}` }, 'KAPOK_FIELD_INVALID'],
])('%s', async (_what, change, code) => {
  const [result] = await resultsOf([{ ...TEST, ...change }]);
  expect(result!.error?.code).toBe(code);
  expect(result!.status).toBe(code === undefined ? 'stored' : 'rejected');
});

test.each([
  ['an area code of letters', { areaCode: '44030a' }, 'KAPOK_FIELD_INVALID'],
  [
    'a stay that ends before it begins',
    { leftAt: '2022-01-08T08:59:59+08:00' },
    'KAPOK_TIME_ORDER',
  ],
  ['a stay that begins tomorrow', { enteredAt: '2022-01-11T00:00:00+08:00' }, 'KAPOK_TIME_FUTURE'],
])('fails for %s', async (_what, change, code) => {
  const [result] = await resultsOf([{ ...VISIT, ...change }], 'visits');
  expect(result!.error?.code).toBe(code);
});

test.each<[string, unknown, string]>([
  ['no records', { records: [] }, 'records'],
  ['too many records', { records: Array(MAX_BATCH + 1).fill(TEST) }, 'records'],
  ['records that are no list', { records: TEST }, 'records'],
  ['a source of its own choice', { source: 'cdc', records: [TEST] }, 'source'],
])('fails as a whole for %s', async (_what, payload, field) => {
  const url = '/records/nucleic-acid-tests';
  const response = await sender.send({ key: lab, url, payload: payload as object });
  expect(response.statusCode).toBe(400);
  expect(response.json().error.field).toBe(field);
  expect(partner.facts.calls).toBe(0);
});

test.each([
  ['records of a kind that the source may not send', lab, 'visits', 'KAPOK_KIND_NOT_ALLOWED', 403],
  ['records of a supervisor', supervisor, 'visits', 'KAPOK_SCOPE', 403],
])('fails for %s, before anything is read', async (_what, key, kinds, code, status) => {
  const response = await sender.records(key, kinds, [VISIT]);
  expect([response.statusCode, response.json().error.code]).toEqual([status, code]);
  expect(partner.facts.calls).toBe(0);
});

test('fails for a body that is not JSON, once its signature holds', async () => {
  const url = '/records/visits';
  const response = await sender.send({ key: caict, url, payload: '{"records":' });
  expect(response.json().error.code).toBe('KAPOK_BODY_MALFORMED');
  const payload = '{"records":[{"__proto__":{}}]}';
  const poisoned = await sender.send({ key: caict, url, payload });
  expect(poisoned.json().error.code).toBe('KAPOK_BODY_MALFORMED');
});

test('fails without a signature before the body is read as data', async () => {
  const url = '/records/visits';
  const response = await partner.http.send({ method: 'POST', url, payload: { records: [VISIT] } });
  expect([response.statusCode, response.json().error.code]).toEqual([
    401,
    'KAPOK_SIGNATURE_MISSING',
  ]);
});

test('a full batch is written with few writes under way at once', async () => {
  const records = Array.from({ length: MAX_BATCH }, (_, at) => ({ ...TEST, recordId: `r${at}` }));
  const results = await resultsOf(records);
  expect(results.every(({ status }) => status === 'stored')).toBe(true);
  expect(partner.facts.mostUnderWay).toBe(CALLS_AT_ONCE);
});

test('fails with 503 when the store is away, and stops trying', async () => {
  partner.facts.answers = () => false;
  const records = Array.from({ length: MAX_BATCH }, (_, at) => ({ ...TEST, recordId: `r${at}` }));
  const response = await send(records);
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe('2');
  expect(response.json().error.code).toBe('KAPOK_STORE_UNAVAILABLE');
  expect(partner.facts.calls).toBe(CALLS_AT_ONCE);
});

test('a store that fails midway acknowledges what it stored and nothing else', async () => {
  partner.facts.answers = () => partner.facts.calls <= 20;
  const records = Array.from({ length: 40 }, (_, at) => ({ ...TEST, recordId: `r${at}` }));
  const response = await send(records);
  expect(response.statusCode).toBe(200);
  expect(response.headers['retry-after']).toBe('3');
  const { results } = response.json() as { results: Awaited<ReturnType<typeof resultsOf>> };
  const stored = results.filter(({ status }) => status === 'stored');
  expect(stored).toHaveLength(20);
  expect(partner.facts.facts.size).toBe(20);
  const failed = results.filter(({ status }) => status === 'failed');
  expect(failed).toHaveLength(20);
  expect(failed[0]).toMatchObject({ error: { code: 'KAPOK_STORE_UNAVAILABLE' } });
  expect(failed.every(({ factKey }) => factKey === undefined)).toBe(true);

  partner.facts.answers = () => true;
  const again = await resultsOf(records);
  expect(again.map(({ status }) => status).sort()).toEqual([
    ...Array(20).fill('known'),
    ...Array(20).fill('stored'),
  ]);
});

test('the watermark of what was stored is told, and costs no answer when it cannot be', async () => {
  const later = { ...TEST, recordId: 'r2', sampledAt: '2022-01-09T21:00:00+08:00' };
  await resultsOf([later, TEST, { ...TEST, result: 'unclear' }]);
  expect(partner.store.items.get('watermark#nucleic-acid-test#lab')).toMatchObject({
    recordAt: '2022-01-09T13:00:00.000Z',
    receivedAt: '2022-01-10T00:31:00.000Z',
  });
  partner.store.answers = false;
  const [result] = await resultsOf([VISIT], 'visits');
  expect(result!.status).toBe('stored');
  expect(partner.lines.join('')).toContain('a watermark cannot be written');
});
