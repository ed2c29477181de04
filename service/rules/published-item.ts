import { decodeJwt } from 'jose';
import * as z from 'zod';
import { RULES_TOPICS, type RulesTopic } from './published-rules';

/** A version out of the table of control. */
export interface PublishedItem {
  readonly topic: RulesTopic;
  readonly content: unknown;
}

const ITEM = z.object({
  topic: z.object({ S: z.enum(RULES_TOPICS) }),
  jws: z.object({ S: z.string() }),
});

/** As `aws dynamodb get-item` prints an item, or as `put-item` takes it. */
const DOCUMENT = z.union([z.object({ Item: ITEM }).transform(({ Item }) => Item), ITEM]);

/**
 * What a published item says, when the document is one. Its signature is not looked at: only those who
 * may write the table put items there, and the fleets verify each before they use it.
 */
export function tryReadItem(document: unknown): PublishedItem | undefined {
  const { data } = DOCUMENT.safeParse(document);
  if (data === undefined) return undefined;
  try {
    return { topic: data.topic.S, content: decodeJwt(data.jws.S).content };
  } catch {
    return undefined;
  }
}
