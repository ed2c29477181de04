import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, type QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoTopicReader } from '../../../lambda/adapters/control-topic';

function readerThat(answer: (command: QueryCommand) => unknown): DynamoTopicReader {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));
  client.send = (async (command: QueryCommand) => answer(command)) as typeof client.send;
  return new DynamoTopicReader('the-table', client);
}

test('reads the items of a topic backwards, page after page', async () => {
  const pages = [
    { Items: [{ name: '3' }, { name: '2' }], LastEvaluatedKey: { name: '2' } },
    { Items: [{ name: '1' }] },
  ];
  const asked: QueryCommand[] = [];
  const reader = readerThat((command) => {
    asked.push(command);
    return pages.shift();
  });

  const names: unknown[] = [];
  for await (const { name } of reader.newestFirst('drill-history')) names.push(name);

  expect(names).toEqual(['3', '2', '1']);
  expect(asked).toHaveLength(2);
  expect(asked[0]?.input).toMatchObject({
    TableName: 'the-table',
    ExpressionAttributeValues: { ':topic': 'drill-history' },
    ScanIndexForward: false,
  });
});

test('reads no further page than is asked for', async () => {
  let calls = 0;
  const reader = readerThat(() => {
    calls += 1;
    return { Items: [{ name: '2' }], LastEvaluatedKey: { name: '2' } };
  });

  for await (const _ of reader.newestFirst('drill-history')) break;

  expect(calls).toBe(1);
});
