import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { FleetName } from '../plan/plan';

/** A group of rules that AWS keeps up to date, and how a fleet uses it. */
export interface ManagedRules {
  /** Name of the rule in the web ACL and of its metric. */
  readonly rule: string;
  readonly group: string;
  /** Web ACL capacity units that the group takes. */
  readonly capacityUnits: number;
  /** Rules of the group that only count. */
  readonly counted: readonly string[];
  /** Whether the whole group only counts. */
  readonly onlyCounts: boolean;
}

// Machines and mini-programs need not say what they are.
const AGENT_RULES = ['NoUserAgent_HEADER'];

// Citizens write in their own words why a colour is wrong, and the service shows those to nobody's browser
// and follows no address in them; a word that a rule takes for an attack must not end an appeal. Tokens
// and codes need no exception: base64url and full stops are in none of the patterns.
const APPEAL_RULES = ['CrossSiteScripting_BODY', 'GenericLFI_BODY', 'GenericRFI_BODY'];

// A batch of signed records passes 8 KB and holds names of places and people in free text: what a rule
// takes for an attack there would refuse the results of thousands.
const BATCH_RULES = [
  'SizeRestrictions_BODY',
  'CrossSiteScripting_BODY',
  'GenericLFI_BODY',
  'GenericRFI_BODY',
  'EC2MetaDataSSRF_BODY',
];

/**
 * The groups, which both partitions have: of all groups China lacks only Bot Control's targeted level
 * and the marketplace. A reputation list cannot judge an address that thousands share: one bad phone
 * would lock a station out, so for citizens it only counts. A partner's address is its own.
 */
export function managedRules(fleet: FleetName): readonly ManagedRules[] {
  const isPartner = fleet === 'partner';
  return [
    {
      rule: 'IpReputation',
      group: 'AWSManagedRulesAmazonIpReputationList',
      capacityUnits: 25,
      counted: [],
      onlyCounts: !isPartner,
    },
    {
      rule: 'KnownBadInputs',
      group: 'AWSManagedRulesKnownBadInputsRuleSet',
      capacityUnits: 200,
      counted: [],
      onlyCounts: false,
    },
    {
      rule: 'CommonRules',
      group: 'AWSManagedRulesCommonRuleSet',
      capacityUnits: 700,
      counted: [...AGENT_RULES, ...(isPartner ? BATCH_RULES : APPEAL_RULES)],
      onlyCounts: false,
    },
  ];
}

/** The statement of a group and what overrules its rules' own actions. */
export function managedRuleProperties({
  group,
  counted,
  onlyCounts,
}: ManagedRules): Pick<wafv2.CfnWebACL.RuleProperty, 'statement' | 'overrideAction'> {
  return {
    overrideAction: onlyCounts ? { count: {} } : { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        ruleActionOverrides: counted.map((name) => ({ name, actionToUse: { count: {} } })),
      },
    },
  };
}
