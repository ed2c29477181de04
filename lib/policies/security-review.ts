import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { type Acknowledged, acknowledgementsIn, refusedAcknowledgements } from './acknowledgements';

/** Rule: whoever accepts a finding says at the construct which one and why. */
export const ACKNOWLEDGEMENT_RULE = 'kapok-acknowledgement';

/** What the rules say of a way to acknowledge that their present version does not have. */
const ITEMISING_NOTE = /\s*This is a granular rule.*$/s;

/** A finding of AwsSolutions, or an acknowledgement that is refused. */
export interface SecurityFinding {
  readonly rule: string;
  readonly constructPath: string;
  readonly what: string;
  readonly fix: string;
}

/** The rules of AwsSolutions over a tree of constructs. */
export interface SecurityReview {
  readonly findings: readonly SecurityFinding[];
  readonly acknowledgements: readonly Acknowledged[];
}

/** Reviews the constructs of an app; call it once the app has been synthesised. */
export function reviewSecurity(root: IConstruct): SecurityReview {
  const { violations } = new AwsSolutionsChecks(undefined, { verbose: true }).validateScope(root);
  const open = violations.flatMap(({ ruleName, description, violatingResources }) =>
    violatingResources.map(({ constructPath = '' }) => ({
      rule: ruleName,
      constructPath,
      what: description.replace(ITEMISING_NOTE, ''),
      fix: `mend ${constructPath}, or acknowledge ${ruleName} there with its reason`,
    })),
  );
  const refused = refusedAcknowledgements(root).map(({ constructPath, what, fix }) => ({
    rule: ACKNOWLEDGEMENT_RULE,
    constructPath,
    what,
    fix,
  }));
  return { findings: [...open, ...refused], acknowledgements: acknowledgementsIn(root) };
}

/** Reviews the constructs at the end of every synthesis, and makes it fail on an open finding. */
export class SecurityReviewPlugin implements IPolicyValidationPlugin {
  readonly name = 'AwsSolutions';

  /** The findings as the CDK reports them. */
  validate({ appConstruct }: IPolicyValidationContext): PolicyValidationPluginReport {
    const { findings } = reviewSecurity(appConstruct);
    return { success: findings.length === 0, violations: findings.map(violationOf) };
  }
}

function violationOf({ rule, constructPath, what, fix }: SecurityFinding): PolicyViolation {
  return {
    ruleName: rule,
    // Accepting one is done by acknowledging it at its construct, which the review has looked at.
    severity: 'fatal',
    description: what,
    fix,
    violatingResources: [{ constructPath, locations: ['Properties'] }],
  };
}
