import type { Finding } from './finding';
import type { PlanParts } from './plan-parts';
import { regionPart } from './strategies';

/**
 * Regions among which DynamoDB keeps strongly consistent global tables: three replicas, or two and a
 * witness, all in one of these sets (DynamoDB developer guide, "Multi-Region strong consistency").
 */
export const STRONG_REGION_SETS: readonly (readonly string[])[] = [
  ['us-east-1', 'us-east-2', 'us-west-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];

/** What a strongly consistent table consists of: replicas and witness together. */
export const STRONG_MEMBERS = 3;

const ALLOWED_SETS = STRONG_REGION_SETS.map((set) => set.join(', ')).join('; or ');

/** Rules about the consistency of the global tables. */
export function checkConsistency(parts: PlanParts): readonly Finding[] {
  const { data, strategy } = parts;
  if (data === undefined || strategy === undefined) return [];
  const names = parts.regions.map((region) => region?.name ?? '');
  const replicas = names.filter((_, index) => regionPart(strategy, index).role !== 'absent');
  if (data.consistency === 'eventual') {
    if (data.witness === undefined) return [];
    return [
      finding({
        path: ['data', 'witness'],
        what: 'only strongly consistent tables have a witness',
        got: data.witness,
        allowed: 'no witness with eventual consistency',
        fix: 'remove the witness, or set consistency to strong',
      }),
    ];
  }
  const members = data.witness === undefined ? replicas : [...replicas, data.witness];
  const isMember = STRONG_REGION_SETS.some((set) => members.every((name) => set.includes(name)));
  if (!isMember) {
    return [
      finding({
        path: ['data', 'consistency'],
        what: 'these regions cannot hold strongly consistent tables together',
        got: members.join(', '),
        allowed: `regions of one set: ${ALLOWED_SETS}`,
        fix: 'choose regions of one set, or set consistency to eventual',
      }),
    ];
  }
  const isComplete = new Set(members).size === STRONG_MEMBERS && members.length === STRONG_MEMBERS;
  if (isComplete) return [];
  return [
    finding({
      path: ['data', 'consistency'],
      what: 'a strongly consistent table needs three different members',
      got: `${replicas.length} regions with data and ${data.witness === undefined ? 'no witness' : `the witness ${data.witness}`}`,
      allowed: 'three regions with data, or two and a witness in a third',
      fix:
        replicas.length === 2
          ? 'name a third region of the set as data.witness'
          : 'change the number of regions, or set consistency to eventual',
    }),
  ];
}

function finding(parts: Omit<Finding, 'code' | 'part'>): Finding {
  return { code: 'KAPOK_PLAN_CONSISTENCY', part: 'value', ...parts };
}
