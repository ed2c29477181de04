import { App, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding that the author of a construct accepts, and why. */
export interface Acknowledged {
  /** Rule, with the finding in brackets where the rule tells findings apart. */
  readonly id: string;
  /** Construct that it stands at; it holds for all below. */
  readonly constructPath: string;
  readonly reason: string;
}

/** An acknowledgement that says too little or covers too much. */
export interface RefusedAcknowledgement extends Acknowledged {
  readonly what: string;
  readonly fix: string;
}

/** Rules that tell every finding by name, so that one can be accepted without the next. */
const ITEMISED_RULE = /^AwsSolutions-IAM[45]$/;

/** What a reviewer can weigh takes a clause: what is accepted, and because of what. */
const LEAST_REASON_WORDS = 6;

/** Every acknowledgement in a tree of constructs, in its order. */
export function acknowledgementsIn(root: IConstruct): readonly Acknowledged[] {
  return root.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries((data ?? {}) as Record<string, string>))
      .map(([id, reason]) => ({
        // What is no rule of the CDK's own is filed as an annotation.
        id: id.replace(/^annotation::/i, ''),
        constructPath: construct.node.path,
        reason: String(reason),
      })),
  );
}

/** The acknowledgements that no security reviewer would let pass. */
export function refusedAcknowledgements(root: IConstruct): readonly RefusedAcknowledgement[] {
  const blanket = new Set(
    root.node
      .findAll()
      .filter((construct) => App.isApp(construct) || Stack.isStack(construct))
      .map(({ node }) => node.path),
  );
  return acknowledgementsIn(root).flatMap((one) => {
    const refusals: RefusedAcknowledgement[] = [];
    if (blanket.has(one.constructPath)) {
      const what = `${one.id} is acknowledged for all of ${one.constructPath || 'the app'}`;
      refusals.push({ ...one, what, fix: 'acknowledge it at the construct that it is about' });
    }
    if (ITEMISED_RULE.test(one.id)) {
      const what = `${one.id} is acknowledged at ${one.constructPath} whatever it finds`;
      refusals.push({ ...one, what, fix: `name the finding: ${one.id}[Action::...]` });
    }
    if (one.reason.trim().split(/\s+/).length < LEAST_REASON_WORDS) {
      const what = `${one.id} is acknowledged at ${one.constructPath} without a reason: ${one.reason}`;
      refusals.push({ ...one, what, fix: 'say in a sentence why it is accepted here' });
    }
    return refusals;
  });
}
