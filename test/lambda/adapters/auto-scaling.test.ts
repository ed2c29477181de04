import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeScheduledActionsCommand,
} from '@aws-sdk/client-auto-scaling';
import { AutoScalingReader } from '../../../lambda/adapters/auto-scaling';

type Command = DescribeAutoScalingGroupsCommand | DescribeScheduledActionsCommand;

function readerThat(answer: (command: Command) => unknown): AutoScalingReader {
  const client = new AutoScalingClient({ region: 'eu-west-1' });
  client.send = (async (command: Command) => answer(command)) as typeof client.send;
  return new AutoScalingReader(client);
}

test('reads the minimum of a group and when it was made', async () => {
  const asked: Command[] = [];
  const reader = readerThat((command) => {
    asked.push(command);
    return { AutoScalingGroups: [{ MinSize: 3, CreatedTime: new Date(5_000) }] };
  });

  expect(await reader.group('name')).toEqual({ minSize: 3, createdAtMs: 5_000 });
  expect(asked[0]).toBeInstanceOf(DescribeAutoScalingGroupsCommand);
  expect(asked[0]?.input).toMatchObject({ AutoScalingGroupNames: ['name'] });
});

test('fails when there is no such group', async () => {
  const reader = readerThat(() => ({ AutoScalingGroups: [] }));

  await expect(reader.group('gone')).rejects.toMatchObject({
    code: 'KAPOK_GROUP_MISSING',
    got: 'gone',
    message: expect.stringContaining('KAPOK_GROUP_MISSING: there is no Auto Scaling group gone'),
  });
});

test('reads the recurring minimums of all pages and leaves out what runs once', async () => {
  const pages = [
    {
      NextToken: 'more',
      ScheduledUpdateGroupActions: [
        {
          ScheduledActionName: 'a',
          Recurrence: '0 1 * * *',
          TimeZone: 'Asia/Shanghai',
          MinSize: 1,
        },
        { ScheduledActionName: 'once', StartTime: new Date(0), MinSize: 9 },
        { ScheduledActionName: 'maximum', Recurrence: '0 2 * * *', MaxSize: 9 },
      ],
    },
    {
      ScheduledUpdateGroupActions: [
        { ScheduledActionName: 'b', Recurrence: '0 3 * * *', MinSize: 0 },
      ],
    },
  ];
  const tokens: unknown[] = [];
  const reader = readerThat((command) => {
    expect(command).toBeInstanceOf(DescribeScheduledActionsCommand);
    expect(command.input).toMatchObject({ AutoScalingGroupName: 'name' });
    tokens.push(command.input.NextToken);
    return pages.shift();
  });

  expect(await reader.recurringMinimums('name')).toEqual([
    { name: 'a', recurrence: '0 1 * * *', timeZone: 'Asia/Shanghai', minSize: 1 },
    { name: 'b', recurrence: '0 3 * * *', timeZone: 'Etc/UTC', minSize: 0 },
  ]);
  expect(tokens).toEqual([undefined, 'more']);
});
