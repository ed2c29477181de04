import type { Assembly } from '../topology/assembly';
import { type Property, type Resource, resourcesOf } from '../topology/property';
import { type Fault, placeOf, policyOf } from './policy';
import { absent, exactly, type Requirement, stated, unmet } from './requirement';

const DATA = 'LaunchTemplateData';
const SSH_PORT = 22;

const LAUNCH: readonly Requirement[] = [
  exactly(
    `${DATA}.MetadataOptions.HttpTokens`,
    'required',
    'a forged request reads its credentials',
  ),
  absent(`${DATA}.InstanceMarketOptions`, 'spot instances are taken back when all want them'),
  absent(`${DATA}.KeyName`, 'a key opens it to whoever holds a copy'),
  absent(`${DATA}.NetworkInterfaces.0.AssociatePublicIpAddress`, 'it must not be reached directly'),
  stated(`${DATA}.SecurityGroupIds`, 'the default group of the network would let others in'),
  stated(`${DATA}.IamInstanceProfile`, 'it could read neither its code nor its tables'),
];

/** Rule: instances are bought to stay, closed to people and sealed at rest. */
export const instanceHardening = policyOf(
  'kapok-instance-hardening',
  'instances are on demand, private, encrypted and reached by their load balancer alone',
  findLaunchFaults,
  findSpot,
  findHastyReplacement,
  findOpenDoors,
  findWaysOut,
);

function findLaunchFaults(assembly: Assembly): readonly Fault[] {
  return resourcesOf(assembly, 'AWS::EC2::LaunchTemplate').flatMap((launch) => [
    ...unmet(launch, LAUNCH),
    ...(launch.tryGet(`${DATA}.BlockDeviceMappings`)?.items() ?? []).flatMap(({ path }) =>
      unmet(launch, [
        exactly(`${path}.Ebs.Encrypted`, true, 'its disk could be read elsewhere'),
        exactly(`${path}.Ebs.VolumeType`, 'gp3', 'older types slow down once their credit is used'),
      ]),
    ),
    ...(launch.tryGet(`${DATA}.BlockDeviceMappings`) === undefined
      ? unmet(launch, [
          stated(`${DATA}.BlockDeviceMappings`, 'its disk is whatever the image says'),
        ])
      : []),
  ]);
}

/** A mixed group may ask for spot whatever its launch template says. */
function findSpot(assembly: Assembly): readonly Fault[] {
  return resourcesOf(assembly, 'AWS::AutoScaling::AutoScalingGroup').flatMap((group) =>
    unmet(group, [
      absent('MixedInstancesPolicy', 'a mixture may hold spot instances and types nobody rated'),
      absent('SpotPrice', 'spot instances are taken back when all want them'),
    ]),
  );
}

/** Auto Scaling ends what is unhealthy before its replacement serves, unless a group says otherwise. */
function findHastyReplacement(assembly: Assembly): readonly Fault[] {
  return resourcesOf(assembly, 'AWS::AutoScaling::AutoScalingGroup').flatMap((group) =>
    unmet(group, [
      exactly(
        'InstanceMaintenancePolicy.MinHealthyPercentage',
        100,
        'checks that are missed under load would end instances before their replacements serve',
      ),
    ]),
  );
}

function findOpenDoors(assembly: Assembly): readonly Fault[] {
  const inline = resourcesOf(assembly, 'AWS::EC2::SecurityGroup').flatMap(
    (group) => group.tryGet('SecurityGroupIngress')?.items() ?? [],
  );
  const apart = resourcesOf(assembly, 'AWS::EC2::SecurityGroupIngress').map(
    ({ properties }) => properties,
  );
  return [...inline, ...apart].filter(letsSshIn).map((rule) => ({
    ...placeOf(rule.resource, rule.path),
    what: `${rule.resource.logicalId} lets people in by SSH`,
    fix: 'take the rule away; instances are replaced, not repaired',
  }));
}

function letsSshIn(rule: Property): boolean {
  if (rule.tryGet('IpProtocol')?.text() === '-1') return true;
  const from = rule.tryGet('FromPort')?.number() ?? 0;
  const to = rule.tryGet('ToPort')?.number() ?? 65_535;
  return rule.tryGet('IpProtocol')?.text() === 'tcp' && from <= SSH_PORT && SSH_PORT <= to;
}

/** Booting needs nothing outside the region, so there is no way there. */
function findWaysOut(assembly: Assembly): readonly Fault[] {
  const gateways = resourcesOf(assembly, 'AWS::EC2::NatGateway').map((gateway) =>
    fault(gateway, 'opens a way out of the region that booting would come to need'),
  );
  const addresses = resourcesOf(assembly, 'AWS::EC2::Subnet')
    .filter((subnet) => subnet.tryGet('MapPublicIpOnLaunch')?.text() === 'true')
    .map((subnet) => fault(subnet, 'gives whatever starts in it a public address'));
  return [...gateways, ...addresses];
}

function fault(resource: Resource, why: string): Fault {
  const fix = 'reach AWS by endpoints of the network, and people by the load balancer';
  return { ...placeOf(resource), what: `${resource.logicalId} ${why}`, fix };
}
