import { managedRules } from '../../lib/constructs/managed-rules';

// biome-ignore lint/suspicious/noExplicitAny: templates are asserted as the data they are
type Statement = any;

const GROUP_UNITS = new Map(
  managedRules('citizen').map(({ group, capacityUnits }) => [group, capacityUnits]),
);

/**
 * Web ACL capacity units of rules as the WAF developer guide counts them: an exact match 2, a pattern 3,
 * a size 1, a rate on the address 2, a group what AWS states for it; logic is free.
 */
export function webAclCapacity(rules: readonly { readonly Statement: Statement }[]): number {
  return rules.reduce((sum, { Statement: statement }) => sum + unitsOf(statement), 0);
}

function unitsOf(statement: Statement): number {
  const [[kind, body]] = Object.entries<Statement>(statement) as [[string, Statement]];
  switch (kind) {
    case 'AndStatement':
    case 'OrStatement':
      return webAclCapacity(body.Statements.map((one: Statement) => ({ Statement: one })));
    case 'ByteMatchStatement':
      if (body.PositionalConstraint === 'EXACTLY') return 2;
      break;
    case 'RegexMatchStatement':
      return 3;
    case 'SizeConstraintStatement':
      return 1;
    case 'RateBasedStatement':
      if (body.AggregateKeyType === 'IP' && body.ScopeDownStatement === undefined) return 2;
      break;
    case 'ManagedRuleGroupStatement': {
      const units = GROUP_UNITS.get(body.Name);
      if (units !== undefined) return units;
      break;
    }
  }
  throw new Error(`no capacity units are known for ${JSON.stringify(statement)}`);
}
