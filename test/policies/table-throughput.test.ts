import { tableThroughput } from '../../lib/policies/table-throughput';
import type { Assembly } from '../../lib/topology/assembly';
import { campaign, planWith } from './standing-fixture';
import { find, findingsOf, synthesised, type Tamper, tampered } from './tampered-assembly';

const TABLE = 'AWS::DynamoDB::GlobalTable';

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

test.each<[string, Tamper, RegExp]>([
  // 1.4 million codes a minute, all of them in one region: 23,333.3 reads a second.
  [
    'reads below the campaign',
    (all) => (find(all, TABLE, 'Facts').Properties.WarmThroughput.ReadUnitsPerSecond = 23_333),
    /warm for 23333 units at WarmThroughput.ReadUnitsPerSecond, of 23334/,
  ],
  // 2,000 requests of 50 records a minute: 1,666.7 writes a second.
  [
    'writes below what partners send',
    (all) => (find(all, TABLE, 'Facts').Properties.WarmThroughput.WriteUnitsPerSecond = 1_666),
    /of 1667/,
  ],
  [
    'no warm throughput',
    (all) => delete find(all, TABLE, 'Facts').Properties.WarmThroughput,
    /an unknown number of units/,
  ],
  [
    'a region without a replica',
    (all) => find(all, TABLE, 'Control').Properties.Replicas.pop(),
    /no replica in ap-southeast-1/,
  ],
])('fails on %s', (_, tamper, what) => {
  const [found] = findingsOf(tableThroughput, tampered(assembly, 'Data', tamper));
  expect(found).toMatchObject({
    rule: 'kapok-table-throughput',
    what: expect.stringMatching(what),
  });
});

test('fails on a peak that tripled', () => {
  const tripled = planWith({}, [campaign({ peakRequestsPerMinute: 4_200_000 })]);
  expect(findingsOf(tableThroughput, assembly, tripled)[0]?.what).toMatch(/of 70000/);
});
