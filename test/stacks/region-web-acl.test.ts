import { CITIZEN_CEILING, partnerCeiling } from '../../lib/constructs/address-ceiling';
import { evacuationPath, REGIONAL_HEALTH_PATH } from '../../lib/constructs/health-protocol';
import {
  AUTHORIZATION_LIMIT,
  CITIZEN_BODY_LIMIT,
  PARTNER_LENGTH_DIGITS,
  PATH_LIMIT,
} from '../../lib/constructs/request-limits';
import { AWS_REGIONS } from '../../lib/plan/aws-regions';
import { TOKEN_LENGTH } from '../../service/channels/channel-tokens';
import { CODE_BODY_LIMIT } from '../../service/codes/code-specs';
import { RECORDS_BODY_LIMIT } from '../../service/records/record-limits';
import { FLEETS, FleetView } from './fleet-view';
import { SynthesizedPlan, type TemplateResource } from './synthesized-plan';
import { webAclCapacity } from './web-acl-capacity';

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

describe.each(FLEETS)('firewall in $stack of fleet $fleet', ({ stack, region, fleet, prefix }) => {
  let view: FleetView;
  let acl: TemplateResource;
  beforeAll(() => {
    view = new FleetView(made, { stack, region, fleet, prefix });
    acl = view.only('AWS::WAFv2::WebACL', 'Firewall');
  });
  const rule = (name: string) => {
    const found = acl.Properties.Rules.find(({ Name }: { Name: string }) => Name === name);
    if (found === undefined) throw new Error(`no rule ${name}`);
    return found;
  };

  test('stands before the load balancer of the fleet, with metrics and samples of every rule', () => {
    const { Name, Scope, DefaultAction, Rules, VisibilityConfig } = acl.Properties;
    const { ResourceArn, WebACLArn } = view.only(
      'AWS::WAFv2::WebACLAssociation',
      'Firewall',
    ).Properties;

    expect({ Name, Scope, DefaultAction }).toEqual({
      Name: `kapok-guangdong-${fleet}`,
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
    });
    expect(ResourceArn.Ref).toMatch(`${prefix}DoorLoadBalancer`);
    expect(WebACLArn['Fn::GetAtt'][0]).toMatch(`${prefix}Firewall`);
    const visible = (MetricName: string) => ({
      MetricName,
      CloudWatchMetricsEnabled: true,
      SampledRequestsEnabled: true,
    });
    expect(VisibilityConfig).toEqual(visible(Name));
    expect(Rules.map((one: { VisibilityConfig: object }) => one.VisibilityConfig)).toEqual(
      Rules.map((one: { Name: string }) => visible(one.Name)),
    );
  });

  test('asks its rules in this order', () => {
    expect(
      acl.Properties.Rules.map(({ Priority, Name }: { Priority: number; Name: string }) => [
        Priority,
        Name,
      ]),
    ).toEqual([
      [0, 'HealthChecks'],
      [1, 'AddressCeiling'],
      [2, 'Oversized'],
      [3, 'IpReputation'],
      [4, 'KnownBadInputs'],
      [5, 'CommonRules'],
    ]);
  });

  test('lets exactly the questions of health checks pass before anything counts them', () => {
    const { Action, Statement } = rule('HealthChecks');
    expect(Action).toEqual({ Allow: {} });
    const [methods, paths] = Statement.AndStatement.Statements.map(
      (one: { OrStatement: { Statements: unknown[] } }) => one.OrStatement.Statements,
    );
    const exactly = (value: string, FieldToMatch: object) => ({
      ByteMatchStatement: {
        SearchString: value,
        PositionalConstraint: 'EXACTLY',
        FieldToMatch,
        TextTransformations: [{ Priority: 0, Type: 'NONE' }],
      },
    });
    expect(methods).toEqual([exactly('GET', { Method: {} }), exactly('HEAD', { Method: {} })]);
    expect(paths[0]).toEqual(exactly(REGIONAL_HEALTH_PATH, { UriPath: {} }));
    expect(paths).toHaveLength(2);
    expect(paths[1].RegexMatchStatement).toMatchObject({
      FieldToMatch: { UriPath: {} },
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    });
    const pattern = new RegExp(paths[1].RegexMatchStatement.RegexString);
    for (const one of Object.values(AWS_REGIONS).flat())
      expect(evacuationPath(one)).toMatch(pattern);
    for (const path of [
      '/evacuations/',
      '/evacuations/AP-SOUTHEAST-1',
      '/evacuations/ap-southeast-1/',
      '/evacuations/ap-southeast-1/more',
      '/channels/alipay/evacuations/ap-southeast-1',
      '/evacuations/ap-southeast-1\n',
    ]) {
      expect(path).not.toMatch(pattern);
    }
  });

  test('refuses an address past its ceiling for load and says when to ask again', () => {
    const { Action, Statement } = rule('AddressCeiling');
    expect(Action.Block.CustomResponse).toEqual({
      ResponseCode: 429,
      ResponseHeaders: [{ Name: 'retry-after', Value: '150' }],
    });
    expect(Statement).toEqual({
      RateBasedStatement: {
        AggregateKeyType: 'IP',
        EvaluationWindowSec: 300,
        Limit: fleet === 'citizen' ? CITIZEN_CEILING : partnerCeiling(30_000),
      },
    });
  });

  test('refuses what no client of the fleet sends, by length alone', () => {
    const { Action, Statement } = rule('Oversized');
    const limits = Statement.OrStatement.Statements.map(
      ({ SizeConstraintStatement: one }: { SizeConstraintStatement: Constraint }) => [
        one.FieldToMatch,
        one.ComparisonOperator,
        one.Size,
      ],
    );
    expect(Action).toEqual({ Block: {} });
    expect(limits).toEqual([
      [{ UriPath: {} }, 'GT', 512],
      [{ QueryString: {} }, 'GT', 1_024],
      ...(fleet === 'citizen'
        ? [
            [{ Body: { OversizeHandling: 'MATCH' } }, 'GT', 8_192],
            [{ SingleHeader: { Name: 'authorization' } }, 'GT', 2_560],
          ]
        : [[{ SingleHeader: { Name: 'content-length' } }, 'GT', 6]]),
    ]);
  });

  test('has the rules AWS keeps, counting where they would judge the innocent', () => {
    const groups = ['IpReputation', 'KnownBadInputs', 'CommonRules'].map((name) => {
      const { OverrideAction, Statement } = rule(name);
      const { VendorName, Name, RuleActionOverrides = [] } = Statement.ManagedRuleGroupStatement;
      const counted = RuleActionOverrides.map((one: Override) => {
        expect(one.ActionToUse).toEqual({ Count: {} });
        return one.Name;
      });
      return [VendorName, Name, OverrideAction, counted];
    });
    expect(groups).toEqual([
      [
        'AWS',
        'AWSManagedRulesAmazonIpReputationList',
        fleet === 'citizen' ? { Count: {} } : { None: {} },
        [],
      ],
      ['AWS', 'AWSManagedRulesKnownBadInputsRuleSet', { None: {} }, []],
      [
        'AWS',
        'AWSManagedRulesCommonRuleSet',
        { None: {} },
        fleet === 'citizen'
          ? ['NoUserAgent_HEADER', 'CrossSiteScripting_BODY', 'GenericLFI_BODY', 'GenericRFI_BODY']
          : [
              'NoUserAgent_HEADER',
              'SizeRestrictions_BODY',
              'CrossSiteScripting_BODY',
              'GenericLFI_BODY',
              'GenericRFI_BODY',
              'EC2MetaDataSSRF_BODY',
            ],
      ],
    ]);
  });

  test('takes no more units than AWS includes in its price', () => {
    expect(webAclCapacity(acl.Properties.Rules)).toBe(fleet === 'citizen' ? 940 : 939);
    expect(webAclCapacity(acl.Properties.Rules)).toBeLessThanOrEqual(1_500);
  });

  test('keeps what may name a person out of samples and logs', () => {
    const protectedFields = acl.Properties.DataProtectionConfig.DataProtections;
    expect(protectedFields).toEqual(
      [
        { FieldType: 'QUERY_STRING' },
        { FieldType: 'BODY' },
        { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization', 'cookie'] },
      ].map((Field) => ({ Field, Action: 'SUBSTITUTION' })),
    );
  });

  test('logs what it blocked, for a month, and nothing else', () => {
    const group = view.only('AWS::Logs::LogGroup', 'Firewall');
    const [groupId] = Object.entries(made.resources(stack, 'AWS::Logs::LogGroup')).find(
      ([, one]) => one === group,
    ) ?? [''];
    const logging = view.only('AWS::WAFv2::LoggingConfiguration', 'Firewall');
    const { LogDestinationConfigs, LoggingFilter, RedactedFields, ResourceArn } =
      logging.Properties;
    const name = `aws-waf-logs-kapok-guangdong-${fleet}`;

    // It names the group in a text, so nothing else tells CloudFormation to make the group first.
    expect(logging.DependsOn).toEqual([groupId]);
    expect(group.Properties).toEqual({ LogGroupName: name, RetentionInDays: 30 });
    expect(LogDestinationConfigs.map(SynthesizedPlan.text)).toEqual([
      `arn:aws:logs:${region}:<AWS::AccountId>:log-group:${name}`,
    ]);
    expect(ResourceArn['Fn::GetAtt'][0]).toMatch(`${prefix}Firewall`);
    expect(LoggingFilter).toEqual({
      DefaultBehavior: 'DROP',
      Filters: [
        {
          Behavior: 'KEEP',
          Requirement: 'MEETS_ANY',
          Conditions: [{ ActionCondition: { Action: 'BLOCK' } }],
        },
      ],
    });
    expect(RedactedFields).toEqual([
      { QueryString: {} },
      { SingleHeader: { Name: 'authorization' } },
      { SingleHeader: { Name: 'cookie' } },
    ]);
  });
});

/** Length of the longest path of a plan's channel, with an id of a family member. */
function longestPath(): number {
  return `/channels/${'c'.repeat(32)}/me/family/${'m'.repeat(43)}/leave`.length;
}

describe('the limits of length', () => {
  test('leave to the service what it judges itself', () => {
    expect(CITIZEN_BODY_LIMIT).toBeGreaterThan(CODE_BODY_LIMIT);
    expect(10 ** PARTNER_LENGTH_DIGITS).toBeGreaterThan(RECORDS_BODY_LIMIT);
    expect(AUTHORIZATION_LIMIT).toBeGreaterThan('Bearer '.length + TOKEN_LENGTH);
    expect(PATH_LIMIT).toBeGreaterThan(4 * longestPath());
  });
});

interface Constraint {
  readonly FieldToMatch: object;
  readonly ComparisonOperator: string;
  readonly Size: number;
}

interface Override {
  readonly Name: string;
  readonly ActionToUse: object;
}
