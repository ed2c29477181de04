import { normalisedTemplate } from './normalised-template';
import { SynthesizedPlan } from './synthesized-plan';

const REGIONS = ['ap-southeast-1', 'ap-northeast-1'];
const STACKS = REGIONS.map((region) => `Region-${region}`);
const ANY_REGION = /\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov)?-[a-z]+-\d\b/g;

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

test('the two regions are equal after replacing the names of the region and of its zones', () => {
  const [first, second] = made.plan.regions.map(({ name, zones }) => {
    const named = JSON.stringify(normalisedTemplate(made.template(`Region-${name}`)));
    const unzoned = zones.reduce((text, zone, at) => text.replaceAll(zone, `<zone ${at}>`), named);
    return JSON.parse(unzoned.replaceAll(name, '<region>'));
  });

  expect(first).toEqual(second);
});

test.each(REGIONS)('nothing in the template of %s names another region', (region) => {
  const named = JSON.stringify(made.template(`Region-${region}`)).match(ANY_REGION) ?? [];

  expect([...new Set(named)]).toEqual([region]);
});

describe.each(STACKS)('network of %s', (stack) => {
  test('has a public and a fleet subnet in each zone of the plan', () => {
    const { zones } = made.plan.regions[STACKS.indexOf(stack)] ?? { zones: [] };
    const zonesOf = (kind: string) =>
      made
        .resourceList(stack, 'AWS::EC2::Subnet', `NetworkVpc${kind}`)
        .map(({ Properties }) => Properties.AvailabilityZone);

    expect(zonesOf('Public')).toEqual(zones);
    expect(zonesOf('Fleet')).toEqual(zones);
  });

  test('gives no instance a public address and no way out but endpoints', () => {
    const subnets = made.resourceList(stack, 'AWS::EC2::Subnet');
    const routes = Object.keys(made.resources(stack, 'AWS::EC2::Route'));

    expect(subnets.map(({ Properties }) => Properties.MapPublicIpOnLaunch)).toEqual(
      Array(6).fill(false),
    );
    expect(made.resources(stack, 'AWS::EC2::NatGateway')).toEqual({});
    expect(routes.map((id) => id.replace(/Subnet.*/, ''))).toEqual(
      Array(3).fill('NetworkVpcPublic'),
    );
  });

  test('opens nothing to the internet but HTTPS and HTTP of the load balancer that phones reach', () => {
    const inline = Object.entries(made.resources(stack, 'AWS::EC2::SecurityGroup')).flatMap(
      ([id, { Properties }]) =>
        (Properties.SecurityGroupIngress ?? []).map((rule: object) => ({ id, ...rule })),
    );
    const open = inline.filter(({ CidrIp, CidrIpv6 }) => CidrIp === '0.0.0.0/0' || CidrIpv6);
    const between = Object.entries(made.resources(stack, 'AWS::EC2::SecurityGroupIngress')).map(
      ([id, { Properties }]) => ({ id, ...Properties }),
    );

    expect(open.map(({ id, FromPort, ToPort }) => [id.slice(0, -8), FromPort, ToPort])).toEqual([
      ['CitizenDoorReachGroup', 443, 443],
      ['CitizenDoorReachGroup', 80, 80],
    ]);
    expect(
      between.map(({ FromPort, ToPort, SourceSecurityGroupId }) => [
        FromPort,
        ToPort,
        SourceSecurityGroupId['Fn::GetAtt'][0].replace(/(?:Reach|Security).*/, ''),
      ]),
    ).toEqual([
      [443, 443, 'CitizenLaunch'],
      [443, 443, 'PartnerLaunch'],
      [8080, 8080, 'CitizenDoor'],
      [8080, 8080, 'PartnerDoor'],
    ]);
  });
});
