import type { Plan } from '../../lib/plan/plan';
import { SynthesizedPlan } from './synthesized-plan';

const TABLE = 'AWS::DynamoDB::GlobalTable';

const region = (name: string) => ({ name, zones: [`${name}a`, `${name}b`] });
const TOKYO = region('ap-northeast-1');
const SEOUL = region('ap-northeast-2');
const OSAKA = region('ap-northeast-3');

const plans: SynthesizedPlan[] = [];
afterAll(() => {
  for (const plan of plans) plan.remove();
});

function tables(changes: Partial<Plan>) {
  const plan = new SynthesizedPlan(changes);
  plans.push(plan);
  return plan.resourceList('Data', TABLE).map(({ Properties }) => Properties);
}

describe('strongly consistent tables of two regions', () => {
  const two = () =>
    tables({
      regions: [TOKYO, SEOUL],
      data: { consistency: 'strong', witness: OSAKA.name },
    });

  test('have the witness that the plan names', () => {
    const found = two();
    expect(found).toHaveLength(2);
    for (const { MultiRegionConsistency, GlobalTableWitnesses, Replicas } of found) {
      expect(MultiRegionConsistency).toBe('STRONG');
      expect(GlobalTableWitnesses).toEqual([{ Region: OSAKA.name }]);
      expect(Replicas.map(({ Region }: { Region: string }) => Region).sort()).toEqual([
        TOKYO.name,
        SEOUL.name,
      ]);
    }
  });

  test('let nothing expire, which DynamoDB would refuse', () => {
    for (const { TimeToLiveSpecification } of two()) {
      expect(TimeToLiveSpecification).toBeUndefined();
    }
  });
});

test('strongly consistent tables of three regions need no witness', () => {
  const found = tables({ regions: [TOKYO, SEOUL, OSAKA], data: { consistency: 'strong' } });

  for (const { MultiRegionConsistency, GlobalTableWitnesses, Replicas } of found) {
    expect(MultiRegionConsistency).toBe('STRONG');
    expect(GlobalTableWitnesses).toBeUndefined();
    expect(Replicas).toHaveLength(3);
  }
});

test('eventually consistent tables say nothing of it: the mode of a table can never change', () => {
  for (const { MultiRegionConsistency, GlobalTableWitnesses } of tables({})) {
    expect(MultiRegionConsistency).toBeUndefined();
    expect(GlobalTableWitnesses).toBeUndefined();
  }
});
