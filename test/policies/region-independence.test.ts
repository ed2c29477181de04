import { regionIndependence } from '../../lib/policies/region-independence';
import type { Assembly } from '../../lib/topology/assembly';
import {
  find,
  findingsOf,
  HERE,
  synthesised,
  type Tamper,
  THERE,
  tampered,
} from './tampered-assembly';

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

const group = (all: Parameters<Tamper>[0]) => find(all, 'AWS::AutoScaling::AutoScalingGroup');

test.each<[string, Tamper, RegExp]>([
  [
    'a name of another region',
    (all) => (group(all).Properties.Context = `x-${HERE}-y`),
    /names ap-southeast-1/,
  ],
  [
    'a zone of another region',
    (all) => (find(all, 'AWS::EC2::Subnet').Properties.AvailabilityZone = `${HERE}a`),
    /names ap-southeast-1: ap-southeast-1a/,
  ],
  [
    'an ARN of a region that the plan does not have',
    (all) => (group(all).Properties.Context = 'arn:aws:sns:us-east-1:1:t'),
    /names us-east-1/,
  ],
  ['a key that names a region', (all) => (group(all).Properties[HERE] = 1), /names ap-southeast-1/],
  [
    'an output of another stack',
    (all) =>
      (group(all).Properties.Context = {
        'Fn::GetStackOutput': { StackName: 'S', OutputName: 'O' },
      }),
    /reads Fn::GetStackOutput/,
  ],
  [
    'an import',
    (all) => (group(all).Properties.Context = { 'Fn::ImportValue': 'x' }),
    /reads Fn::ImportValue/,
  ],
])('fails on a region that holds %s', (_, tamper, what) => {
  const findings = findingsOf(regionIndependence, tampered(assembly, `Region-${THERE}`, tamper));
  expect(findings[0]).toMatchObject({
    rule: 'kapok-region-independence',
    stackName: `Kapok-guangdong-Region-${THERE}`,
  });
  expect(findings.map((one) => one.what)).toContainEqual(expect.stringMatching(what));
});

test.each<[string, Tamper]>([
  ['a setting that its peer lacks', (all) => (group(all).Properties.Cooldown = '1')],
  [
    'a resource that its peer lacks',
    (all) => (all.Extra = { Type: 'AWS::SNS::Topic', Properties: {} }),
  ],
  ['another size', (all) => (group(all).Properties.MaxSize = '99')],
])('fails on a region that has %s', (_, tamper) => {
  const findings = findingsOf(regionIndependence, tampered(assembly, `Region-${THERE}`, tamper));
  expect(findings).toHaveLength(1);
  expect(findings[0]?.what).toMatch(/of ap-northeast-1 is not what it is in ap-southeast-1/);
});

test('lets the other stacks name regions', () => {
  const named = tampered(assembly, 'Routing', (all) => {
    all.Extra = { Type: 'AWS::SNS::Topic', Properties: { TopicName: `${HERE} and ${THERE}` } };
  });
  expect(findingsOf(regionIndependence, named)).toEqual([]);
});
