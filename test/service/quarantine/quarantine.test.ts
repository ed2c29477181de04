import { PARTNER_KINDS } from '../../../service/records/statements';
import { decide } from '../../../service/rules/colour';
import { CALLER_KEYS, callerKey } from '../fixtures/callers';
import { type Partner, partner, registerWith, sourceOwner, testRecord } from '../fixtures/partner';
import { SEED_RULES } from '../fixtures/seed-rules';

const all = callerKey('all-1', sourceOwner('all', { kinds: [...PARTNER_KINDS] }));
const wang = callerKey('wang-1', { role: 'supervisor', supervisor: 'dr-wang' });
/** The key of a source that somebody registered as a supervisor's too. */
const both = {
  ...all,
  kid: 'both-1',
  jwk: { ...all.jwk, kid: 'both-1', kapok: { role: 'supervisor', supervisor: 'dr-both' } },
};
const register = registerWith(all, wang, both);
const { supervisor } = CALLER_KEYS;

let sender: Partner;
let revoked: string[];

beforeEach(async () => {
  revoked = [];
  const revocations = { revoke: async (personKey: string) => void revoked.push(personKey) };
  sender = await partner(undefined, { register, revocations });
});

afterEach(() => sender.on.http.close());

const people = (count: number, from = 0) => Array.from({ length: count }, (_, at) => from + at);
const send = (ids: readonly number[], result: 'negative' | 'positive' = 'negative') =>
  sender.results(
    all,
    'nucleic-acid-tests',
    ids.map((person) => testRecord(person, result)),
  );
const statuses = async (sent: ReturnType<typeof send>) => [
  ...new Set((await sent).map(({ status }) => status)),
];

/** Everybody's colour as the citizen fleet would decide it. */
function colours(): Record<string, number> {
  const { facts, clock } = sender.on;
  const everybody = new Set([...facts.facts.values()].map(({ personKey }) => personKey));
  const counts: Record<string, number> = {};
  for (const person of everybody) {
    const own = [...facts.facts.values()].filter(({ personKey }) => personKey === person);
    const { colour } = decide(own, SEED_RULES, clock.now());
    counts[colour] = (counts[colour] ?? 0) + 1;
  }
  return counts;
}

async function say(verdict: 'release' | 'reject', batchId: string, key = supervisor) {
  const method = 'POST' as const;
  return sender.send({ key, method, url: `/quarantine/${batchId}/${verdict}` });
}

async function list(key = supervisor) {
  return (await sender.send({ key, url: '/quarantine' })).json().batches;
}

async function held(count = 30): Promise<string> {
  await send(people(count));
  const results = await send(people(count), 'positive');
  expect([...new Set(results.map(({ status }) => status))]).toEqual(['quarantined']);
  const [batchId] = new Set(results.map((result) => result.batchId));
  return batchId as string;
}

test('a batch that would turn a crowd counts for nobody’s colour, and is listed by numbers only', async () => {
  const batchId = await held();
  expect(colours()).toEqual({ green: 30 });
  expect(await list()).toEqual([
    {
      batchId,
      source: 'all',
      kind: 'nucleic-acid-test',
      records: 30,
      people: 30,
      turned: 30,
      at: '2022-01-10T00:31:00.000Z',
      state: 'open',
    },
  ]);
  expect(revoked).toEqual([]);
  expect(sender.on.lines.join('')).toContain('a batch was put in quarantine');
});

test('a source that sends it again is told the same, and one that splits it gets nineteen through', async () => {
  const batchId = await held();
  const again = await send(people(30).reverse(), 'positive');
  expect(new Set(again.map((result) => result.batchId))).toEqual(new Set([batchId]));
  expect(await list()).toHaveLength(1);
  for (const person of people(30)) await send([person], 'positive');
  // 19 of 30 are more than a fifth, so from the twentieth on each waits.
  expect(colours()).toEqual({ red: 19, green: 11 });
});

test('people who are red already turn nothing, and neither does what helps', async () => {
  for (const person of people(19)) await send([person], 'positive');
  expect(colours()).toEqual({ red: 19 });
  sender.on.clock.advance(600);
  const again = people(19).map((person) => ({
    ...testRecord(person, 'positive'),
    recordId: `${person}`,
  }));
  const results = await sender.results(all, 'nucleic-acid-tests', again);
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['stored']));
  expect(await statuses(send(people(40)))).toEqual(['stored']);
  expect(await list()).toEqual([]);
});

test('people of whom nothing was known count like those who were green', async () => {
  expect(await statuses(send(people(30), 'positive'))).toEqual(['quarantined']);
  expect(colours()).toEqual({});
  expect((await list())[0]).toMatchObject({ people: 30, turned: 30 });
});

test('each batch that waits is counted, and nothing else is', async () => {
  await held();
  await send(people(10, 200));
  expect(sender.on.metrics.take().quarantined).toBe(1);
  await send(people(30), 'positive');
  expect(sender.on.metrics.take().quarantined).toBe(1);
  expect(sender.on.metrics.take().quarantined).toBe(0);
});

test('a release stores all of it, turns and revokes, and changes nothing when it comes again', async () => {
  const batchId = await held();
  const released = await say('release', batchId);
  expect(released.json()).toMatchObject({ batchId, state: 'released', by: 'dr-li', people: 30 });
  expect(colours()).toEqual({ red: 30 });
  expect(new Set(revoked).size).toBe(30);
  const { size } = sender.on.facts.facts;
  expect((await say('release', batchId, wang)).json()).toMatchObject({
    state: 'released',
    by: 'dr-li',
  });
  expect(sender.on.facts.facts.size).toBe(size);
  expect(await statuses(send(people(30), 'positive'))).toEqual(['known']);
});

test('a rejected batch cannot be released, nor a released one rejected', async () => {
  const batchId = await held();
  expect((await say('reject', batchId)).json()).toMatchObject({ state: 'rejected', by: 'dr-li' });
  const late = await say('release', batchId, wang);
  expect([late.statusCode, late.json().error]).toEqual([
    409,
    expect.objectContaining({
      code: 'KAPOK_QUARANTINE_DECIDED',
      message: 'the batch was rejected before',
    }),
  ]);
  expect(colours()).toEqual({ green: 30 });
  expect((await say('reject', batchId, wang)).json()).toMatchObject({ state: 'rejected' });

  const other = (await send(people(40), 'positive'))[0]?.batchId as string;
  await say('release', other);
  expect((await say('reject', other, wang)).json().error).toMatchObject({
    code: 'KAPOK_QUARANTINE_DECIDED',
    message: 'the batch was released before',
  });
  expect(colours()).toEqual({ red: 40 });
});

test.each<
  [
    string,
    () => Promise<{ statusCode: number; json(): { error: { code: string } } }>,
    number,
    string,
  ]
>([
  [
    'a source that wants to release',
    async () => say('release', await held(), all),
    403,
    'KAPOK_SCOPE',
  ],
  [
    'a supervisor with the source’s key',
    async () => say('release', await held(), both),
    403,
    'KAPOK_SCOPE',
  ],
  ['a batch nobody sent', () => say('release', '0'.repeat(32)), 404, 'KAPOK_QUARANTINE_UNKNOWN'],
  ['a name that is none', () => say('reject', 'x'), 400, 'KAPOK_FIELD_INVALID'],
  [
    'a source that wants the list',
    () => sender.send({ key: all, url: '/quarantine' }),
    403,
    'KAPOK_SCOPE',
  ],
  ['nobody', () => sender.on.http.send('/quarantine'), 401, 'KAPOK_SIGNATURE_MISSING'],
])('fails for %s', async (_what, ask, status, code) => {
  const response = await ask();
  expect([response.statusCode, response.json().error.code]).toEqual([status, code]);
  expect(colours().red).toBeUndefined();
});

test('fails for more batches than a second person could read, and takes what turns nobody', async () => {
  await send(people(100));
  await send(people(100, 100));
  let held = 0;
  let refused: Awaited<ReturnType<Partner['records']>> | undefined;
  for (let from = 0; from < 100 && refused === undefined; from += 1) {
    const records = people(60, from).map((person) => testRecord(person, 'positive'));
    const response = await sender.records(all, 'nucleic-acid-tests', records);
    if (response.statusCode === 200) held += 1;
    else refused = response;
  }
  expect([held, refused?.statusCode, refused?.json().error.code]).toEqual([30, 429, 'KAPOK_QUOTA']);
  expect(refused?.headers['retry-after']).toBe('90');
  const again = people(60).map((person) => testRecord(person, 'positive'));
  expect((await sender.records(all, 'nucleic-acid-tests', again)).statusCode).toBe(200);
  expect(await statuses(send(people(10, 300)))).toEqual(['stored']);
  sender.on.clock.advance(600);
  expect(await statuses(send(people(60, 90), 'positive'))).toEqual(['quarantined']);
});

test('fails while the quarantine cannot be written, and stores nothing meanwhile', async () => {
  await send(people(30));
  sender.on.quarantine.answers = () => false;
  const records = people(30).map((person) => testRecord(person, 'positive'));
  const response = await sender.records(all, 'nucleic-acid-tests', records);
  expect([response.statusCode, response.json().error.code]).toEqual([
    503,
    'KAPOK_STORE_UNAVAILABLE',
  ]);
  expect(colours()).toEqual({ green: 30 });
});

test('a record dated minutes ahead is weighed like any other', async () => {
  await send(people(30));
  const resultAt = '2022-01-10T08:35:00+08:00';
  const records = people(30).map((person) => ({ ...testRecord(person, 'positive'), resultAt }));
  const results = await sender.results(all, 'nucleic-acid-tests', records);
  expect(results[0]?.status).toBe('quarantined');
});

test('stays in a risk area and withdrawals are weighed too; other stays cost no read', async () => {
  await send(people(30));
  const stay = (areaCode: string) =>
    people(30).map((person) => {
      const { idType, idNumber } = testRecord(person);
      const [enteredAt, leftAt] = ['2022-01-09T09:00:00+08:00', '2022-01-09T18:00:00+08:00'];
      return { recordId: `v-${areaCode}`, idType, idNumber, areaCode, enteredAt, leftAt };
    });
  const factsOf = jest.spyOn(sender.on.facts, 'factsOf');
  const harmless = await sender.results(all, 'visits', stay('440106'));
  expect([harmless[0]?.status, factsOf.mock.calls.length]).toEqual(['stored', 0]);
  expect((await sender.results(all, 'visits', stay('440303')))[0]?.status).toBe('quarantined');
  expect(factsOf).toHaveBeenCalledTimes(30);
});

test('withdrawing the only tests of a crowd waits as well', async () => {
  const tests = await send(people(30));
  const corrections = people(30).map((person, at) => ({
    recordId: `c-${person}`,
    idType: '10',
    idNumber: testRecord(person).idNumber,
    correctedAt: '2022-01-10T08:00:00+08:00',
    corrects: tests[at]?.factKey?.fact,
  }));
  const results = await sender.results(all, 'corrections', corrections);
  expect(results[0]?.status).toBe('quarantined');
  expect((await list())[0]).toMatchObject({ kind: 'correction', turned: 30 });
});

test('records that are not valid are told so, also beside those in quarantine', async () => {
  await send(people(30));
  const records: object[] = people(30).map((person) => testRecord(person, 'positive'));
  const results = await sender.results(all, 'nucleic-acid-tests', [{}, ...records]);
  expect(results.map(({ status }) => status)).toEqual([
    'rejected',
    ...Array(30).fill('quarantined'),
  ]);
});

test('one person who turns red is revoked, though the answer waits for nothing', async () => {
  await send(people(2));
  await send([0], 'positive');
  const [fact] = [...sender.on.facts.facts.values()].filter(
    ({ body }) => 'result' in body && body.result === 'positive',
  );
  expect(revoked).toEqual([fact?.personKey]);
  await send([1]);
  expect(revoked).toHaveLength(1);
});

test('fails to revoke without losing the fact or the answer', async () => {
  const revoke = async () => {
    throw new Error('away');
  };
  const other = await partner(sender.on, { register, revocations: { revoke } });
  const [result] = await other.results(all, 'nucleic-acid-tests', [testRecord(1, 'positive')]);
  expect(result?.status).toBe('stored');
  expect(sender.on.lines.join('')).toContain('credentials of a red person cannot be revoked');
  await other.on.http.close();
});
