import type { IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { FleetName } from '../plan/plan';
import { EVALUATION_SECONDS } from './address-ceiling';
import { healthQuestion } from './health-paths';
import { managedRuleProperties, managedRules } from './managed-rules';
import { physicalName } from './physical-names';
import { oversized } from './request-limits';
import { WebAclLog } from './web-acl-log';

/** Properties of a `WebAcl`. */
export interface WebAclProps {
  readonly planName: string;
  readonly fleet: FleetName;
  readonly loadBalancer: IApplicationLoadBalancer;
  /** Requests one address may send within `EVALUATION_SECONDS`. */
  readonly requestsPerAddress: number;
}

/** Rule that answers the health checks before any other rule is asked. */
export const HEALTH_RULE = 'HealthChecks';

/** Rule that refuses an address past its ceiling. */
export const CEILING_RULE = 'AddressCeiling';

/** Rule that refuses what is too long. */
export const SIZE_RULE = 'Oversized';

/** Seconds after which an address past its ceiling may ask again: its count has halved by then. */
export const CEILING_RETRY_SECONDS = EVALUATION_SECONDS / 2;

type Rule = Omit<wafv2.CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;

/**
 * The firewall of one load balancer. The questions of the health checks end at its first rule: they are
 * never counted or blocked, or the firewall could evacuate a region.
 *
 * Web ACL capacity units of the citizen fleet, of 1,500 before AWS charges more: health questions 2 x 2
 * (methods) + 2 (path) + 3 (pattern) = 9, ceiling 2, sizes 4 x 1 = 4, groups 25 + 200 + 700 = 925; 940
 * in all, and one less for partners.
 */
export class WebAcl extends Construct {
  /** What its metrics are known by. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    this.name = physicalName(props.planName, props.fleet);
    const acl = new wafv2.CfnWebACL(this, 'Acl', {
      name: this.name,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: rulesOf(props).map((rule, priority) => ({
        ...rule,
        priority,
        visibilityConfig: visible(rule.name),
      })),
      visibilityConfig: visible(this.name),
      dataProtectionConfig: { dataProtections: hiddenFields() },
    });
    new wafv2.CfnWebACLAssociation(this, 'Association', {
      resourceArn: props.loadBalancer.loadBalancerArn,
      webAclArn: acl.attrArn,
    });
    new WebAclLog(this, 'Log', { webAclName: this.name, webAclArn: acl.attrArn });
  }
}

function rulesOf({ fleet, requestsPerAddress }: WebAclProps): readonly Rule[] {
  return [
    { name: HEALTH_RULE, action: { allow: {} }, statement: healthQuestion() },
    {
      name: CEILING_RULE,
      action: { block: { customResponse: tooMany() } },
      statement: {
        rateBasedStatement: {
          aggregateKeyType: 'IP',
          evaluationWindowSec: EVALUATION_SECONDS,
          limit: requestsPerAddress,
        },
      },
    },
    { name: SIZE_RULE, action: { block: {} }, statement: oversized(fleet) },
    ...managedRules(fleet).map((managed) => ({
      name: managed.rule,
      ...managedRuleProperties(managed),
    })),
  ];
}

/** A refusal for load, as the service gives one: no client changes region for it. */
function tooMany(): wafv2.CfnWebACL.CustomResponseProperty {
  return {
    responseCode: 429,
    responseHeaders: [{ name: 'retry-after', value: String(CEILING_RETRY_SECONDS) }],
  };
}

function visible(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

/** What may name a person, kept out of samples and logs alike. */
function hiddenFields(): wafv2.CfnWebACL.DataProtectProperty[] {
  return [
    { fieldType: 'QUERY_STRING' },
    { fieldType: 'BODY' },
    { fieldType: 'SINGLE_HEADER', fieldKeys: ['authorization', 'cookie'] },
  ].map((field) => ({ field, action: 'SUBSTITUTION' }));
}
