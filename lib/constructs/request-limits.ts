import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { FleetName } from '../plan/plan';

/** Longest path a request may name, bytes: that of a family member takes 120. */
export const PATH_LIMIT = 512;

/** Longest query, bytes: `member` with its id takes 80. */
export const QUERY_LIMIT = 1_024;

/**
 * Longest body of a citizen, bytes: a code that a gate has scanned takes up to 4,096, an appeal some
 * kilobytes of Chinese. It is what the firewall sees of a body before a load balancer, and where the
 * common rules of AWS end as well; the service has a limit of its own for each route.
 */
export const CITIZEN_BODY_LIMIT = 8_192;

/** Longest token of a citizen, bytes: the service takes none beyond 2,048 and `Bearer` before it. */
export const AUTHORIZATION_LIMIT = 2_560;

/**
 * Digits of the length a partner may announce. A batch is longer than what the firewall sees of it, so
 * it reads the announcement: 7 digits are a megabyte, 8 times the 128 KiB that the service takes. A
 * body that announces nothing is counted by the service as it arrives.
 */
export const PARTNER_LENGTH_DIGITS = 6;

type Statement = wafv2.CfnWebACL.StatementProperty;
type Field = wafv2.CfnWebACL.FieldToMatchProperty;

/** Requests no client of a fleet ever sends, by the size of their parts. */
export function oversized(fleet: FleetName): Statement {
  return {
    orStatement: {
      statements: [
        longerThan(PATH_LIMIT, { uriPath: {} }),
        longerThan(QUERY_LIMIT, { queryString: {} }),
        ...(fleet === 'citizen'
          ? [
              // The firewall sees 8,192 bytes of a body; what lies beyond is too long as well.
              longerThan(CITIZEN_BODY_LIMIT, { body: { oversizeHandling: 'MATCH' } }),
              longerThan(AUTHORIZATION_LIMIT, { singleHeader: { Name: 'authorization' } }),
            ]
          : [longerThan(PARTNER_LENGTH_DIGITS, { singleHeader: { Name: 'content-length' } })]),
      ],
    },
  };
}

function longerThan(size: number, fieldToMatch: Field): Statement {
  return {
    sizeConstraintStatement: {
      comparisonOperator: 'GT',
      size,
      fieldToMatch,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  };
}
