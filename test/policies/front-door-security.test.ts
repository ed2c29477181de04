import { frontDoorSecurity } from '../../lib/policies/front-door-security';
import type { Assembly } from '../../lib/topology/assembly';
import {
  find,
  findingsOf,
  type LooseResource,
  type LooseResources,
  ofType,
  synthesised,
  type Tamper,
  THERE,
  tampered,
} from './tampered-assembly';

const DOOR = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

const listener = (all: Parameters<Tamper>[0], protocol: string): LooseResource['Properties'] =>
  ofType(all, LISTENER).find(([, one]) => one.Properties.Protocol === protocol)?.[1].Properties;

const firstRule = (all: LooseResources) => find(all, 'AWS::WAFv2::WebACL').Properties.Rules[0];

/** The two paths that the first rule allows: what a region says of itself, and of others. */
const pathsOf = (all: LooseResources) =>
  firstRule(all).Statement.AndStatement.Statements[1].OrStatement.Statements;

const withoutAttribute =
  (key: string): Tamper =>
  (all) => {
    const { Properties } = find(all, DOOR);
    Properties.LoadBalancerAttributes = Properties.LoadBalancerAttributes.filter(
      ({ Key }: { Key: string }) => Key !== key,
    );
  };

test.each<[string, Tamper, RegExp]>([
  [
    'an old TLS policy',
    (all) => (listener(all, 'HTTPS').SslPolicy = 'ELBSecurityPolicy-2016-08'),
    /versions of TLS before 1.2/,
  ],
  ['no TLS policy', (all) => delete listener(all, 'HTTPS').SslPolicy, /versions of TLS before 1.2/],
  [
    'no certificate',
    (all) => (listener(all, 'HTTPS').Certificates = []),
    /nothing to prove its name/,
  ],
  [
    'an unencrypted answer',
    (all) => (listener(all, 'HTTP').DefaultActions[0].Type = 'forward'),
    /answer unencrypted/,
  ],
  [
    'a redirect to itself',
    (all) => delete listener(all, 'HTTP').DefaultActions[0].RedirectConfig.Protocol,
    /redirect to itself/,
  ],
  [
    'a request that leads nowhere',
    (all) => delete listener(all, 'HTTPS').DefaultActions[0].TargetGroupArn,
    /what becomes of a request/,
  ],
  [
    'connections that outlive an evacuation',
    withoutAttribute('client_keep_alive.seconds'),
    /evacuated region for up to an hour/,
  ],
  ['no access log', withoutAttribute('access_logs.s3.enabled'), /cannot be told later/],
  [
    'a zone that cannot be shifted away',
    withoutAttribute('zonal_shift.config.enabled'),
    /ill zone/,
  ],
  [
    'no deletion protection',
    withoutAttribute('deletion_protection.enabled'),
    /a slip would remove it/,
  ],
  [
    'a zone without a subnet',
    (all) => find(all, DOOR).Properties.Subnets.pop(),
    /has no subnet in ap-northeast-1d/,
  ],
  [
    'a door without a web ACL',
    (all) => {
      for (const [id] of ofType(all, 'AWS::WAFv2::WebACLAssociation')) delete all[id];
    },
    /stands behind no web ACL/,
  ],
  [
    'a web ACL that counts checkers',
    (all) => (firstRule(all).Priority = 9),
    /may count or block GET \/regional-health/,
  ],
  [
    'a web ACL that knows no evacuations',
    (all) => (pathsOf(all)[1].RegexMatchStatement.RegexString = '^/evacuation$'),
    /may count or block GET \/evacuations\/ap-southeast-1,/,
  ],
  [
    'a web ACL that knows the evacuation of one region alone',
    (all) => (pathsOf(all)[1].RegexMatchStatement.RegexString = '^/evacuations/ap-northeast-1$'),
    /may count or block GET \/evacuations\/ap-southeast-1,/,
  ],
  [
    'a pattern without an end',
    (all) => (pathsOf(all)[1].RegexMatchStatement.RegexString = '^/evacuations/[a-z]'),
    /lets GET \/evacuations\/ap-southeast-1\/\.\.\/\.\.\/x past/,
  ],
  [
    'a path without an end',
    (all) => (pathsOf(all)[0].ByteMatchStatement.PositionalConstraint = 'STARTS_WITH'),
    /lets GET \/regional-health\/\.\.\/\.\.\/x past/,
  ],
  [
    'a path without a beginning',
    (all) => (pathsOf(all)[0].ByteMatchStatement.PositionalConstraint = 'ENDS_WITH'),
    /lets GET \/x\/regional-health past/,
  ],
  [
    'a web ACL that lets everything past',
    (all) => (pathsOf(all)[1].RegexMatchStatement.RegexString = '^/'),
    /lets GET \/channels\/a\/code past/,
  ],
  [
    'a web ACL that lets writes past',
    (all) => {
      const [method] = firstRule(all).Statement.AndStatement.Statements[0].OrStatement.Statements;
      method.ByteMatchStatement.FieldToMatch = { UriPath: {} };
      method.ByteMatchStatement.SearchString = '/regional-health';
    },
    /lets POST \/regional-health past/,
  ],
  [
    'a pattern that is none',
    (all) => (pathsOf(all)[1].RegexMatchStatement.RegexString = '^/evacuations/('),
    /may count or block GET \/evacuations/,
  ],
  [
    'a statement that looks at more than method and path',
    (all) => {
      const statement = { GeoMatchStatement: { CountryCodes: ['CN'] } };
      firstRule(all).Statement.AndStatement.Statements.push(statement);
    },
    /may count or block GET \/regional-health/,
  ],
])('fails on %s', (_, tamper, what) => {
  const findings = findingsOf(frontDoorSecurity, tampered(assembly, `Region-${THERE}`, tamper));
  expect(findings[0]).toMatchObject({ rule: 'kapok-front-door-security' });
  expect(findings.map((one) => one.what)).toContainEqual(expect.stringMatching(what));
});

test('has nothing against what the stacks make', () => {
  expect(findingsOf(frontDoorSecurity, assembly)).toEqual([]);
});
