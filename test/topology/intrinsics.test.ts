// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes variables so
import { type Json, readAssembly } from '../../lib/topology/assembly';
import { isSymbolic, resolveValue, tryParseSymbol } from '../../lib/topology/intrinsics';
import { TopologyError } from '../../lib/topology/topology-error';
import { type HandMadeStack, removeAssemblies, writeAssembly } from './hand-made-assembly';

afterAll(removeAssemblies);

const consumer: HandMadeStack = {
  id: 'Routing',
  region: 'us-east-1',
  template: {
    Parameters: {
      Size: { Type: 'Number', Default: 3 },
      Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/aws/service/ami' },
      Bare: { Type: 'String' },
    },
    Resources: { Lb: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' } },
    Outputs: { Exported: { Value: 'imported', Export: { Name: 'shared:name' } } },
  },
};

const producer: HandMadeStack = {
  id: 'Region-ap-southeast-1',
  region: 'ap-southeast-1',
  account: '123456789012',
  template: {
    Resources: { Lb: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' } },
    Outputs: {
      Dns: { Value: { 'Fn::GetAtt': ['Lb', 'DNSName'] } },
      Zones: { Value: { 'Fn::Join': ['||', ['a', 'c']] } },
    },
  },
};

function resolve(value: Json, stackId = 'Routing', stacks = [consumer, producer]): Json {
  const assembly = readAssembly(writeAssembly(stacks));
  const stack = assembly.stacks.find(({ id }) => id === stackId);
  if (stack === undefined) throw new Error(`no stack ${stackId}`);
  return resolveValue(value, { assembly, stack, logicalId: 'Thing', path: 'Name' });
}

const output = (OutputName: string) => ({
  'Fn::GetStackOutput': {
    StackName: 'Kapok-test-Region-ap-southeast-1',
    Region: 'ap-southeast-1',
    OutputName,
  },
});

test.each<[string, Json, Json]>([
  ['a literal', { deep: ['text', 1, true, null] }, { deep: ['text', 1, true, null] }],
  ['the region', { Ref: 'AWS::Region' }, 'us-east-1'],
  ['an unknown account', { Ref: 'AWS::AccountId' }, '000000000000'],
  ['the partition', { Ref: 'AWS::Partition' }, 'aws'],
  ['the URL suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  ['the stack name', { Ref: 'AWS::StackName' }, 'Kapok-test-Routing'],
  ['a parameter by its default', { Ref: 'Size' }, 3],
  ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 1]] }, 'a-us-east-1-1'],
  ['Fn::Sub with a text', { 'Fn::Sub': 'b-${AWS::Region}-${!Kept}' }, 'b-us-east-1-${Kept}'],
  ['Fn::Sub with variables', { 'Fn::Sub': ['${A}${Size}', { A: { Ref: 'Size' } }] }, '33'],
  ['Fn::Select of Fn::Split', { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
  ['Fn::Base64 as the text', { 'Fn::Base64': 'echo' }, 'echo'],
  ['a symbol', { 'Fn::GetAtt': ['Lb', 'DNSName'] }, '@{Routing.Lb.DNSName}'],
  ['a symbol in a Fn::Sub', { 'Fn::Sub': 'x.${Lb.DNSName}' }, 'x.@{Routing.Lb.DNSName}'],
  ['an output of another stack', output('Dns'), '@{Region-ap-southeast-1.Lb.DNSName}'],
  ['a list through an output', { 'Fn::Split': ['||', output('Zones')] }, ['a', 'c']],
  ['Fn::ImportValue in the region', { 'Fn::ImportValue': 'shared:name' }, 'imported'],
])('resolves %s', (_, value, expected) => {
  expect(resolve(value)).toEqual(expected);
});

test('resolves pseudo parameters of a known account and of the Chinese partition', () => {
  expect(resolve({ Ref: 'AWS::AccountId' }, 'Region-ap-southeast-1')).toBe('123456789012');
  const china = { ...consumer, region: 'cn-north-1' };
  const arn = { 'Fn::Sub': '${AWS::Partition} ${AWS::URLSuffix}' };
  expect(resolve(arn, 'Routing', [china])).toBe('aws-cn amazonaws.com.cn');
});

test('keeps a parameter from Systems Manager symbolic, as only the deployment knows it', () => {
  expect(isSymbolic(String(resolve({ Ref: 'Image' })))).toBe(true);
});

test('reads a symbol back', () => {
  expect(tryParseSymbol('@{Routing.Lb.DNSName}')).toEqual({
    stackId: 'Routing',
    logicalId: 'Lb',
    attribute: 'DNSName',
  });
  expect(tryParseSymbol('@{Routing.Lb}')).toEqual({ stackId: 'Routing', logicalId: 'Lb' });
  expect(tryParseSymbol('dualstack.@{Routing.Lb.DNSName}')).toBeUndefined();
});

test.each<[string, Json]>([
  ['a function it does not know', { 'Fn::GetAZs': '' }],
  ['a reference to nothing', { Ref: 'Missing' }],
  ['an attribute of nothing', { 'Fn::GetAtt': ['Missing', 'Arn'] }],
  ['a parameter without a default', { Ref: 'Bare' }],
  ['an output that does not exist', output('Missing')],
  ['an import of the other region', { 'Fn::ImportValue': 'nothing' }],
  ['a selection beyond the list', { 'Fn::Select': [2, ['a']] }],
  ['a list where a text belongs', { 'Fn::Join': ['', [['a']]] }],
])('fails on %s, naming stack, resource and path', (_, value) => {
  expect(() => resolve({ deep: value })).toThrow(
    expect.objectContaining({
      code: 'KAPOK_TOPOLOGY_UNRESOLVED',
      exitCode: 3,
      message: expect.stringMatching(/^stack Routing, resource Thing, Name\.deep/),
    }),
  );
  expect(() => resolve(value)).toThrow(TopologyError);
});
