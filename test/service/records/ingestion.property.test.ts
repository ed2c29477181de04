import * as fc from 'fast-check';
import { containsResidentId } from '../../../service/people/resident-id';
import { PARTNER_KINDS } from '../../../service/records/statements';
import { callerKey } from '../fixtures/callers';
import {
  idNumber,
  type Partner,
  partner,
  registerWith,
  sourceOwner,
  testRecord,
} from '../fixtures/partner';
import { residentIds } from '../fixtures/people';
import { runs } from '../fixtures/runs';
import { metricLines } from '../metrics/metric-lines';

const all = callerKey(
  'all-1',
  sourceOwner('all', { kinds: [...PARTNER_KINDS], nonGreenShare: 1, recordsPerMinute: 10_000_000 }),
);
const register = registerWith(all);
const open: Partner[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ on }) => on.http.close()));
});

async function create(): Promise<Partner> {
  const one = await partner(undefined, { register });
  open.push(one);
  return one;
}

const factsOf = ({ on }: Partner) =>
  [...on.facts.facts.entries()].map(([key, { receivedAt: _, ...fact }]) => [key, fact]).sort();

const KINDS = ['nucleic-acid-tests', 'orders', 'releases'] as const;

/** A record that may repeat or contradict another one. */
const records = fc.record<Sent>({
  kinds: fc.constantFrom(...KINDS),
  person: fc.integer({ min: 0, max: 3 }),
  number: fc.integer({ min: 0, max: 2 }),
  variant: fc.boolean(),
});

interface Sent {
  readonly kinds: (typeof KINDS)[number];
  readonly person: number;
  readonly number: number;
  readonly variant: boolean;
}

function body({ kinds, person, number, variant }: Sent): object {
  const who = { recordId: `r${number}`, idType: '10', idNumber: idNumber(person) };
  const at = '2022-01-09T09:00:00+08:00';
  if (kinds === 'orders') {
    return { ...who, class: variant ? 'isolation' : 'close-contact', from: at, authority: 'CDC' };
  }
  if (kinds === 'releases') return { ...who, releasedAt: at, authority: variant ? 'CDC' : 'NHC' };
  return { ...testRecord(person, variant ? 'negative' : 'positive'), recordId: `r${number}` };
}

test('however records are ordered, split and repeated, the same facts are known', async () => {
  const deliveries = fc
    .array(records, { minLength: 1, maxLength: 20 })
    .chain((sent) =>
      fc.tuple(
        fc.constant(sent),
        fc.shuffledSubarray([...sent, ...sent], { minLength: sent.length * 2 }),
        fc.integer({ min: 1, max: 7 }),
      ),
    );
  const [one, other] = await Promise.all([create(), create()]);
  await fc.assert(
    fc.asyncProperty(deliveries, async ([sent, shuffled, size]) => {
      for (const { on } of [one, other]) on.facts.facts.clear();
      for (const kinds of KINDS) {
        const own = sent.filter((record) => record.kinds === kinds).map(body);
        if (own.length > 0) await one.results(all, kinds, own);
      }
      for (let at = 0; at < shuffled.length; at += size) {
        const batch = shuffled.slice(at, at + size);
        for (const kinds of new Set(batch.map((record) => record.kinds))) {
          const own = batch.filter((record) => record.kinds === kinds).map(body);
          const results = await other.results(all, kinds, own);
          for (const { status } of results)
            expect(['stored', 'known', 'conflict']).toContain(status);
        }
      }
      expect(factsOf(other)).toEqual(factsOf(one));
    }),
    { numRuns: runs(40) },
  );
});

test('whatever a partner signs and sends, nothing breaks and no ID number comes out', async () => {
  const fleet = await create();
  const paths = fleet.on.specs
    .filter(({ method }) => method === 'POST')
    .map(({ path }) => path.replace(':batch', 'f'.repeat(32)));
  const hostile = residentIds.chain((id) => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(id, [id], { [id]: id }, `x ${id}`),
    );
    const names = fc.constantFrom(
      ...['recordId', 'idType', 'idNumber', 'sampledAt', 'resultAt', 'result', 'laboratory'],
      ...['areaCode', 'enteredAt', 'leftAt', 'product', 'dose', 'basicDoses', 'vaccinatedAt', id],
      ...['from', 'until', 'class', 'authority', 'releasedAt', 'correctedAt', 'corrects', 'source'],
      'replacement',
    );
    const record = fc.oneof(fc.dictionary(names, value), value);
    const whole = fc.record({ ...testRecordValues(id), laboratory: value, recordId: value });
    return fc.record({
      id: fc.constant(id),
      path: fc.constantFrom(...paths, `/records/${id}`),
      payload: fc.oneof(
        fc.record({ records: fc.array(fc.oneof(record, whole), { maxLength: 5 }) }),
        fc.json(),
        fc.constant(`{"records":[{"idNumber":"${id}"`),
      ),
    });
  });
  await fc.assert(
    fc.asyncProperty(hostile, async ({ id, path, payload }) => {
      const response = await fleet.send({ key: all, url: path, payload });
      expect(response.statusCode).toBeLessThan(500);
      const { lines, facts, store, quarantine } = fleet.on;
      const said = [response.body, JSON.stringify(response.headers), lines.join('')];
      const kept = [facts.facts, store.items, quarantine.items].map((map) => [...map]);
      const everything = [...said, JSON.stringify(kept), metricLines(fleet.on).join('')].join('\n');
      expect(everything).not.toContain(id);
      expect(containsResidentId(response.body, fleet.on.clock.now())).toBe(false);
    }),
    { numRuns: runs(200) },
  );
});

/** A good record but for the number and the laboratory. */
function testRecordValues(id: string) {
  const { recordId: _, laboratory: __, ...rest } = { ...testRecord(0), idNumber: id };
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, fc.constant(value)]),
  );
}
