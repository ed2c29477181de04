import type { Assembly } from '../topology/assembly';
import { type Property, type Resource, resourcesOf } from '../topology/property';
import { type Fault, type PolicyContext, placeOf, policyOf } from './policy';
import {
  between,
  exactly,
  halfEntries,
  oneOf,
  type Requirement,
  stated,
  unmet,
} from './requirement';
import { findAclFaults } from './web-acl-faults';

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const ATTRIBUTES = 'LoadBalancerAttributes';

/** Policies of AWS that refuse TLS 1.0 and 1.1 and every cipher without forward secrecy. */
const TLS_POLICY = /^ELBSecurityPolicy-TLS13-1-[23]-(Res-)?(PQ-|FIPS-)?20\d\d-\d\d/;

const DOOR: readonly Requirement[] = [
  exactly('Type', 'application', 'health, redirects and shedding are answered per request'),
  exactly('Scheme', 'internet-facing', 'nobody outside could reach it'),
  stated('SecurityGroups', 'the default group of the network would let anybody in'),
  exactly(
    `${ATTRIBUTES}[routing.http.drop_invalid_header_fields.enabled]`,
    true,
    'headers smuggle',
  ),
  between(
    `${ATTRIBUTES}[client_keep_alive.seconds]`,
    60,
    300,
    'a connection would stay with an evacuated region for up to an hour',
  ),
  exactly(`${ATTRIBUTES}[access_logs.s3.enabled]`, true, 'what it answered cannot be told later'),
  stated(`${ATTRIBUTES}[access_logs.s3.bucket]`, 'where its log goes is left open'),
  stated(`${ATTRIBUTES}[access_logs.s3.prefix]`, 'its log mixes with those of others'),
  between(`${ATTRIBUTES}[idle_timeout.timeout_seconds]`, 1, 64, 'the service closes after 65 s'),
  oneOf(
    `${ATTRIBUTES}[routing.http.desync_mitigation_mode]`,
    ['defensive', 'strictest'],
    'one request could be taken for two',
  ),
  exactly(
    `${ATTRIBUTES}[routing.http.xff_header_processing.mode]`,
    'append',
    'who is counted would be whoever the request claims to be',
  ),
  stated(`${ATTRIBUTES}[waf.fail_open.enabled]`, 'what follows a mute web ACL is left open'),
  exactly(`${ATTRIBUTES}[zonal_shift.config.enabled]`, true, 'an ill zone cannot be taken away'),
];

const SECURE_LISTENER: readonly Requirement[] = [
  exactly('Port', 443, 'phones come to this port'),
  stated('Certificates', 'it has nothing to prove its name with'),
  {
    path: 'SslPolicy',
    holds: (value) => typeof value === 'string' && TLS_POLICY.test(value),
    allowed: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
    why: 'versions of TLS before 1.2 are broken',
  },
];

const PLAIN_LISTENER: readonly Requirement[] = [
  exactly('Port', 80, 'browsers ask here first'),
  exactly('DefaultActions.0.Type', 'redirect', 'it would answer unencrypted'),
  exactly('DefaultActions.0.RedirectConfig.Protocol', 'HTTPS', 'it would redirect to itself'),
  exactly('DefaultActions.0.RedirectConfig.Port', 443, 'it would redirect to itself'),
  exactly('DefaultActions.0.RedirectConfig.StatusCode', 'HTTP_301', 'browsers should remember it'),
];

/** Rule: people are answered over TLS 1.2 or newer, behind a web ACL that never stops a checker. */
export const frontDoorSecurity = policyOf(
  'kapok-front-door-security',
  'every answer is encrypted, logged and behind a web ACL that lets health questions through',
  findDoorFaults,
  findListenerFaults,
  findAclFaults,
);

function findDoorFaults(assembly: Assembly, { plan }: PolicyContext): readonly Fault[] {
  return resourcesOf(assembly, LOAD_BALANCER).flatMap((door) => [
    ...unmet(door, DOOR),
    ...(plan.sandbox
      ? []
      : unmet(door, [
          exactly(`${ATTRIBUTES}[deletion_protection.enabled]`, true, 'a slip would remove it'),
        ])),
    ...halfEntries(door, ATTRIBUTES),
    ...zoneFaults(door, plan.regions),
  ]);
}

/** A zone without a subnet of the door takes its instances out of the reach of users. */
function zoneFaults(
  door: Resource,
  regions: readonly { readonly name: string; readonly zones: readonly string[] }[],
): readonly Fault[] {
  const subnets = door.tryGet('Subnets')?.items() ?? [];
  const zones = subnets.map((subnet) => subnet.tryTarget()?.tryGet('AvailabilityZone')?.text());
  const wanted = regions.find(({ name }) => name === door.stack.region)?.zones ?? [];
  return wanted
    .filter((zone) => !zones.includes(zone))
    .map((zone) => ({
      ...placeOf(door, 'Subnets'),
      what: `${door.logicalId} has no subnet in ${zone}`,
      fix: 'give it a public subnet in every zone of the plan',
    }));
}

function findListenerFaults(assembly: Assembly): readonly Fault[] {
  return resourcesOf(assembly, LISTENER).flatMap((listener) => {
    const isSecure = listener.tryGet('Protocol')?.text() === 'HTTPS';
    return [
      ...unmet(listener, [
        oneOf('Protocol', ['HTTPS', 'HTTP'], 'what it speaks is left open'),
        stated('LoadBalancerArn', 'it belongs to no load balancer'),
        stated('DefaultActions', 'it answers nothing'),
        ...(isSecure ? SECURE_LISTENER : PLAIN_LISTENER),
      ]),
      ...(isSecure ? secureFaults(listener) : []),
    ];
  });
}

function secureFaults(listener: Resource): readonly Fault[] {
  const certificates = listener.tryGet('Certificates')?.items() ?? [];
  const faults = certificates
    .filter((one) => one.tryGet('CertificateArn') === undefined)
    .map((one) => ({
      ...placeOf(listener, one.path),
      what: `${listener.logicalId} names a certificate without saying which`,
      fix: 'state CertificateArn',
    }));
  const actions = listener.tryGet('DefaultActions')?.items() ?? [];
  return [
    ...faults,
    ...actions
      .filter((action) => !isComplete(action))
      .map((action) => ({
        ...placeOf(listener, action.path),
        what: `${listener.logicalId} does not say what becomes of a request at ${action.path}`,
        fix: 'forward it to a target group or answer it',
      })),
  ];
}

/** `forward` without a target group answers every request with an error. */
function isComplete(action: Property): boolean {
  const type = action.tryGet('Type')?.text();
  if (type === 'fixed-response') {
    return action.tryGet('FixedResponseConfig.StatusCode') !== undefined;
  }
  const forwarded = action.tryGet('ForwardConfig.TargetGroups.0.TargetGroupArn');
  return type === 'forward' && (action.tryGet('TargetGroupArn') ?? forwarded) !== undefined;
}
