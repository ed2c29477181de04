import { ENDPOINT_REASONS } from '../../lib/constructs/network-endpoints';
import { INSTANCES_PER_ZONE } from '../../lib/plan/quotas';
import { FLEETS, FleetView } from './fleet-view';
import { SynthesizedPlan, type TemplateResource } from './synthesized-plan';

const REGIONS = ['ap-southeast-1', 'ap-northeast-1'];

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

/** How the CDK writes that a group reaches nothing; without a rule EC2 would let it reach everything. */
const NO_EGRESS = [
  {
    CidrIp: '255.255.255.255/32',
    Description: 'Disallow all traffic',
    IpProtocol: 'icmp',
    FromPort: 252,
    ToPort: 86,
  },
];

interface Statement {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Principal: unknown;
  readonly Condition?: unknown;
}

function statementsOf({ Properties }: TemplateResource): Statement[] {
  return Properties.PolicyDocument.Statement;
}

const texts = (value: unknown) => [value].flat().map(SynthesizedPlan.text);

/** Actions and resources of a policy, each resource with its actions. */
function grantsOf(statements: readonly Statement[]): string[] {
  return statements.flatMap(({ Action, Resource }) =>
    texts(Resource).map((resource) => `${texts(Action).sort().join(' ')} on ${resource}`),
  );
}

describe.each(REGIONS)('network of Region-%s', (region) => {
  const stack = `Region-${region}`;
  const endpoints = () =>
    new Map(
      made
        .resourceList(stack, 'AWS::EC2::VPCEndpoint')
        .map((one) => [SynthesizedPlan.text(one.Properties.ServiceName).split('.').pop(), one]),
    );
  const endpoint = (service: string) => {
    const found = endpoints().get(service);
    if (found === undefined) throw new Error(`no endpoint of ${service}`);
    return found;
  };

  test('has an endpoint for every service that instances reach, each with its reason', () => {
    expect([...endpoints().keys()].sort()).toEqual(Object.keys(ENDPOINT_REASONS).sort());
    for (const reason of Object.values(ENDPOINT_REASONS)) expect(reason.length).toBeGreaterThan(40);
  });

  test.each(['secretsmanager', 'autoscaling', 'logs'])(
    'the endpoint of %s has an address in each zone and answers to its public name',
    (service) => {
      const fleetSubnets = Object.keys(made.resources(stack, 'AWS::EC2::Subnet'))
        .filter((id) => id.startsWith('NetworkVpcFleet'))
        .map((Ref) => ({ Ref }));

      expect(endpoint(service).Properties).toMatchObject({
        VpcEndpointType: 'Interface',
        PrivateDnsEnabled: true,
        SubnetIds: fleetSubnets,
      });
    },
  );

  test.each(['s3', 'dynamodb'])('the endpoint of %s is a route of the fleets alone', (service) => {
    const { VpcEndpointType, RouteTableIds } = endpoint(service).Properties;

    expect(VpcEndpointType).toBe('Gateway');
    expect(RouteTableIds).toHaveLength(3);
    for (const { Ref } of RouteTableIds) expect(Ref).toMatch(/^NetworkVpcFleet/);
  });

  test('lets through exactly what the roles of the fleets may do', () => {
    const roles = FLEETS.filter((one) => one.stack === stack).flatMap((place) =>
      statementsOf(new FleetView(made, place).only('AWS::IAM::Policy', 'Role')),
    );
    const byRoles = new Set(grantsOf(roles).filter((grant) => !grant.startsWith('kms:')));
    const ours = [...endpoints().values()]
      .flatMap(statementsOf)
      .filter(({ Condition }) => Condition !== undefined);

    expect(new Set(grantsOf(ours))).toEqual(byRoles);
    for (const { Condition } of ours) {
      expect(Condition).toEqual({
        StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } },
      });
    }
  });

  test('lets anybody read the packages of Amazon Linux in its region, and nothing else', () => {
    const open = [...endpoints().values()]
      .flatMap(statementsOf)
      .filter(({ Condition }) => Condition === undefined);

    expect(open).toEqual([
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::al2023-repos-${region}-de612dc2/*`,
      },
    ]);
  });

  test('endpoints answer to instances of the fleets only', () => {
    const [groupId, ...others] = Object.keys(
      made.resources(stack, 'AWS::EC2::SecurityGroup'),
    ).filter((id) => id.startsWith('NetworkEndpoints'));
    const group = { 'Fn::GetAtt': [groupId, 'GroupId'] };
    const rules = made.resourceList(stack, 'AWS::EC2::SecurityGroupIngress', 'NetworkEndpoints');

    expect(others).toEqual([]);
    const { SecurityGroupIngress, SecurityGroupEgress } = made.only(
      stack,
      'AWS::EC2::SecurityGroup',
      groupId,
    ).Properties;
    expect(SecurityGroupIngress).toBeUndefined();
    expect(SecurityGroupEgress).toEqual(NO_EGRESS);
    expect(made.resourceList(stack, 'AWS::EC2::SecurityGroupEgress', 'NetworkEndpoints')).toEqual(
      [],
    );
    for (const service of ['secretsmanager', 'autoscaling', 'logs']) {
      expect(endpoint(service).Properties.SecurityGroupIds).toEqual([group]);
    }
    expect(
      rules.map(({ Properties: { GroupId, FromPort, ToPort, SourceSecurityGroupId } }) => [
        GroupId,
        FromPort,
        ToPort,
        SourceSecurityGroupId['Fn::GetAtt'][0].replace(/Sec.*/, ''),
      ]),
    ).toEqual([
      [group, 443, 443, 'CitizenLaunch'],
      [group, 443, 443, 'PartnerLaunch'],
    ]);
  });

  test('has room for each address that a plan may count on in a zone', () => {
    const prefixes = made
      .resourceList(stack, 'AWS::EC2::Subnet', 'NetworkVpcFleet')
      .map(({ Properties }) => Number(Properties.CidrBlock.split('/')[1]));

    expect(prefixes).toHaveLength(3);
    // AWS keeps five addresses of a subnet.
    for (const prefix of prefixes) expect(2 ** (32 - prefix) - 5).toBe(INSTANCES_PER_ZONE);
  });

  test('has room for all fleets of a region at their largest', () => {
    const { fleets = [] } = made.capacity.regions.find((one) => one.region === region) ?? {};
    const largest = fleets.reduce((sum, { maxSize }) => sum + maxSize, 0);
    const zones = made.resourceList(stack, 'AWS::EC2::Subnet', 'NetworkVpcFleet').length;

    expect(largest).toBeGreaterThan(0);
    expect(largest).toBeLessThanOrEqual(zones * INSTANCES_PER_ZONE);
  });

  test('nothing is a member of the default security group', () => {
    const template = JSON.stringify(made.template(stack));
    const without = [
      ...made.resourceList(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
    ].filter(({ Properties }) => (Properties.SecurityGroups ?? []).length === 0);
    const interfaces = [...endpoints().values()].filter(
      ({ Properties }) =>
        Properties.VpcEndpointType === 'Interface' && Properties.SecurityGroupIds.length === 0,
    );
    const launches = made
      .resourceList(stack, 'AWS::EC2::LaunchTemplate')
      .filter(
        ({ Properties }) => (Properties.LaunchTemplateData.SecurityGroupIds ?? []).length === 0,
      );

    expect([...without, ...interfaces, ...launches]).toEqual([]);
    expect(template).not.toContain('DefaultSecurityGroup');
  });

  test('records all traffic in the log bucket of the region, as Athena reads it', () => {
    const { Properties } = made.only(stack, 'AWS::EC2::FlowLog');

    expect(Properties).toMatchObject({
      ResourceType: 'VPC',
      ResourceId: { Ref: expect.stringMatching(/^NetworkVpc[0-9A-F]{8}$/) },
      TrafficType: 'ALL',
      LogDestinationType: 's3',
      DestinationOptions: {
        FileFormat: 'parquet',
        HiveCompatiblePartitions: true,
        PerHourPartition: true,
      },
    });
    expect(SynthesizedPlan.text(Properties.LogDestination)).toBe(
      `arn:aws:s3:::kapok-guangdong-logs-<AWS::AccountId>-${region}/flow-logs`,
    );
  });
});
