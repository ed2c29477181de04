import type { Context } from 'aws-lambda';
import { DynamoFactTables } from '../adapters/fact-tables';
import { answerMerge, type MergeAnswer } from './answer-merge';
import { readMergeEnvironment } from './environment';

/** Time kept for the pages on their way: each takes a second, or up to a minute when refused often. */
export const RESERVE_MS = 60_000;

const { liveTable } = readMergeEnvironment(process.env);
const tables = new DynamoFactTables(liveTable);

/** Called by an operator who has restored facts to a table beside the live one. */
export async function handler(
  request: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<MergeAnswer> {
  const answer = await answerMerge(request, tables, {
    liveTable,
    hasTime: () => context.getRemainingTimeInMillis() > RESERVE_MS,
  });
  const { restoredTable, apply, done, counts, failures } = answer;
  // The account's own record of what was put back, and when.
  console.info(JSON.stringify({ restoredTable, apply, done, counts, failures }));
  return answer;
}
