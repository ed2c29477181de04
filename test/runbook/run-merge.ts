import { readFileSync, writeFileSync } from 'node:fs';
import { handler } from '../../lambda/merge-facts/handler';

/** Stands in for `aws lambda invoke`: the same handler, in this process, with no time to spare. */
async function main([, , ...words]: readonly string[]): Promise<void> {
  const [payload = '', answerFile = ''] = [after(words, '--payload'), words.at(-1)];
  if (after(words, '--function-name') !== process.env.EXPECTED_FUNCTION) {
    throw new Error(`no function ${after(words, '--function-name')}`);
  }
  const request = JSON.parse(readFileSync(payload.replace('fileb://', ''), 'utf8'));
  // Lambda answers a function that failed with success, and says so beside the answer.
  const outcome = await handler(request, { getRemainingTimeInMillis: () => 0 }).then(
    (answer) => ({ answer, said: { StatusCode: 200 } }),
    (error: Error) => ({
      answer: { errorMessage: error.message },
      said: { StatusCode: 200, FunctionError: 'Unhandled' },
    }),
  );
  writeFileSync(answerFile, JSON.stringify(outcome.answer));
  process.stdout.write(JSON.stringify(outcome.said));
}

function after(words: readonly string[], option: string): string | undefined {
  return words[words.indexOf(option) + 1];
}

void main(process.argv);
