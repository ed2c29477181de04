import { instanceHardening } from '../../lib/policies/instance-hardening';
import type { Assembly } from '../../lib/topology/assembly';
import { find, findingsOf, synthesised, type Tamper, THERE, tampered } from './tampered-assembly';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

const launch =
  (changes: object): Tamper =>
  (all) =>
    Object.assign(find(all, 'AWS::EC2::LaunchTemplate').Properties.LaunchTemplateData, changes);

const disk = (ebs: object) =>
  launch({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: ebs }] });

const ingress =
  (rule: object): Tamper =>
  (all) =>
    (find(all, 'AWS::EC2::SecurityGroup', 'CitizenLaunch').Properties.SecurityGroupIngress = [
      rule,
    ]);

test.each<[string, Tamper, RegExp]>([
  [
    'credentials that a forged request reads',
    launch({ MetadataOptions: { HttpTokens: 'optional' } }),
    /a forged request reads/,
  ],
  [
    'spot instances',
    launch({ InstanceMarketOptions: { MarketType: 'spot' } }),
    /taken back when all want them/,
  ],
  [
    'a mixture of instances',
    (all) => (find(all, GROUP).Properties.MixedInstancesPolicy = {}),
    /a mixture may hold spot/,
  ],
  [
    'a group that ends instances before their replacements serve',
    (all) => delete find(all, GROUP).Properties.InstanceMaintenancePolicy,
    /end instances before their replacements serve/,
  ],
  [
    'a group that may stand below its size while it replaces',
    (all) => (find(all, GROUP).Properties.InstanceMaintenancePolicy = { MinHealthyPercentage: 90 }),
    /end instances before their replacements serve/,
  ],
  ['a key pair', launch({ KeyName: 'ops' }), /whoever holds a copy/],
  [
    'a public address',
    launch({ NetworkInterfaces: [{ AssociatePublicIpAddress: true }] }),
    /reached directly/,
  ],
  ['an open disk', disk({ VolumeType: 'gp3' }), /disk could be read elsewhere/],
  ['a slow disk', disk({ Encrypted: true, VolumeType: 'gp2' }), /older types/],
  ['an unstated disk', launch({ BlockDeviceMappings: undefined }), /whatever the image says/],
  ['a port for SSH', ingress({ IpProtocol: 'tcp', FromPort: 20, ToPort: 25 }), /by SSH/],
  ['every port', ingress({ IpProtocol: '-1' }), /by SSH/],
  [
    'a NAT gateway',
    (all) => (all.Nat = { Type: 'AWS::EC2::NatGateway', Properties: {} }),
    /way out of the region/,
  ],
  [
    'public addresses in a subnet',
    (all) => (find(all, 'AWS::EC2::Subnet').Properties.MapPublicIpOnLaunch = true),
    /a public address/,
  ],
])('fails on %s', (_, tamper, what) => {
  const [found] = findingsOf(instanceHardening, tampered(assembly, `Region-${THERE}`, tamper));
  expect(found).toMatchObject({
    rule: 'kapok-instance-hardening',
    what: expect.stringMatching(what),
  });
});
