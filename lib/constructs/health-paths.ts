import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { evacuationPath, REGIONAL_HEALTH_PATH } from './health-protocol';

/** Any AWS region's name, so that no template has to name a peer. */
const REGION_PATTERN = '[a-z]{2}(-[a-z]+)+-[0-9]';

/** `evacuationPath` of any region, and nothing beside it. */
export const EVACUATION_PATH_PATTERN = `^${evacuationPath(REGION_PATTERN)}$`;

type Statement = wafv2.CfnWebACL.StatementProperty;

const AS_IT_CAME = [{ priority: 0, type: 'NONE' }];

/**
 * The questions by which Route 53 decides where users go, and no others: two methods, two paths. They
 * change nothing and cost the service next to nothing.
 */
export function healthQuestion(): Statement {
  return {
    andStatement: {
      statements: [
        {
          orStatement: {
            statements: ['GET', 'HEAD'].map((method) => equals(method, { method: {} })),
          },
        },
        {
          orStatement: {
            statements: [
              equals(REGIONAL_HEALTH_PATH, { uriPath: {} }),
              {
                regexMatchStatement: {
                  regexString: EVACUATION_PATH_PATTERN,
                  fieldToMatch: { uriPath: {} },
                  textTransformations: AS_IT_CAME,
                },
              },
            ],
          },
        },
      ],
    },
  };
}

function equals(
  searchString: string,
  fieldToMatch: wafv2.CfnWebACL.FieldToMatchProperty,
): Statement {
  return {
    byteMatchStatement: {
      searchString,
      positionalConstraint: 'EXACTLY',
      fieldToMatch,
      textTransformations: AS_IT_CAME,
    },
  };
}
