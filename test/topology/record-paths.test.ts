import { choosingRecordsOf, pathsTo, userShareOf } from '../../lib/topology/record-paths';
import type { PlacedRecord } from '../../lib/topology/routing';
import type { RecordPolicy, RecordTarget, RecordTopology } from '../../lib/topology/topology';

const CODE = 'code.example.org';
const STANDBY = `standby.${CODE}`;

function place(
  logicalId: string,
  policy: RecordPolicy,
  target: RecordTarget,
  over: Partial<RecordTopology> = {},
): PlacedRecord {
  const record: RecordTopology = {
    name: CODE,
    type: 'A',
    policy,
    target,
    evaluateTargetHealth: true,
    ...over,
  };
  return { record, stackName: 'Routing', logicalId };
}

const to = (loadBalancerId: string): RecordTarget => ({ kind: 'load-balancer', loadBalancerId });
const under = (name: string): RecordTarget => ({ kind: 'record', name });
const weighted = (setIdentifier: string, weight = 100): RecordPolicy => ({
  kind: 'weighted',
  setIdentifier,
  weight,
});
const failover = (role: 'primary' | 'secondary'): RecordPolicy => ({
  kind: 'failover',
  setIdentifier: role,
  role,
});

const checked = { healthCheckId: 'check' };
const PRIMARY = place('Primary', failover('primary'), to('one'), checked);
const SECONDARY = place('Secondary', failover('secondary'), under(STANDBY));
const SECOND = place('Second', weighted('two', 3), to('two'), { ...checked, name: STANDBY });
const THIRD = place('Third', weighted('three', 1), to('three'), { ...checked, name: STANDBY });
const ORIGIN = place('Origin', { kind: 'simple' }, to('two'), { name: 'two.origin.example.org' });
const RECORDS = [PRIMARY, SECONDARY, SECOND, THIRD, ORIGIN];

const idsOf = (loadBalancerId: string, records: readonly PlacedRecord[] = RECORDS) =>
  pathsTo(loadBalancerId, records).map((path) => path.map(({ logicalId }) => logicalId));

test('finds every way from the names that users ask for, and begins at no inner name', () => {
  expect(idsOf('one')).toEqual([['Primary']]);
  expect(idsOf('two')).toEqual([['Secondary', 'Second'], ['Origin']]);
  expect(idsOf('three')).toEqual([['Secondary', 'Third']]);
  expect(idsOf('nowhere')).toEqual([]);
});

test('an alias leads to records of its own type only', () => {
  const six = place('Six', weighted('two'), to('two'), { name: STANDBY, type: 'AAAA' });
  expect(idsOf('two', [SECONDARY, six])).toEqual([]);
});

test('aliases in a circle end', () => {
  const circle = place('Circle', weighted('c'), under(CODE), { name: STANDBY });
  const entry = place('Entry', weighted('e'), under(STANDBY), { name: 'a.example.org' });
  const back = place('Back', weighted('b'), under(STANDBY));
  expect(idsOf('one', [entry, circle, back])).toEqual([]);
});

test.each<[string, readonly PlacedRecord[], ReturnType<typeof userShareOf>]>([
  ['a primary takes all', [PRIMARY], { kind: 'primary' }],
  [
    'a secondary of its own takes what is left',
    [place('S', failover('secondary'), to('two'))],
    { kind: 'secondary', weight: 1 },
  ],
  [
    'one of several secondaries takes its weight',
    [SECONDARY, SECOND],
    { kind: 'secondary', weight: 3 },
  ],
  [
    'weights among equals',
    [place('W', weighted('one', 7), to('one'))],
    { kind: 'weighted', weight: 7 },
  ],
  [
    'the nearest region',
    [place('L', { kind: 'latency', setIdentifier: 'one', region: 'one' }, to('one'))],
    { kind: 'latency' },
  ],
  ['a simple record shares with none', [ORIGIN], undefined],
])('%s', (_, path, expected) => {
  expect(userShareOf(path)).toEqual(expected);
});

describe('the choosing records of a path', () => {
  const choosing = (records: readonly PlacedRecord[]) =>
    pathsTo('two', records).flatMap((path) => choosingRecordsOf(path, records));

  test('are told under the name users ask for, each as the resource it is', () => {
    expect(choosing(RECORDS)).toEqual(
      ['Secondary', 'Second'].map((logicalId) => ({
        stackName: 'Routing',
        logicalId,
        name: CODE,
        type: 'A',
        hasHealthCheck: true,
        evaluateTargetHealth: true,
      })),
    );
  });

  test('count as checked above only while every record below is', () => {
    const { healthCheckId: _, ...unchecked } = THIRD.record;
    const records = [PRIMARY, SECONDARY, SECOND, { ...THIRD, record: unchecked }];
    expect(choosing(records).map(({ hasHealthCheck }) => hasHealthCheck)).toEqual([false, true]);
  });

  test('show where a branch is not evaluated', () => {
    const blind = { ...SECONDARY, record: { ...SECONDARY.record, evaluateTargetHealth: false } };
    const [first, second] = choosing([PRIMARY, blind, SECOND, THIRD]);
    expect(first?.evaluateTargetHealth).toBe(false);
    expect(second?.evaluateTargetHealth).toBe(true);
  });
});
