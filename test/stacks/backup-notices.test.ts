import { SynthesizedPlan } from './synthesized-plan';

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

const TOPIC = 'arn:aws:sns:ap-southeast-1:<AWS::AccountId>:kapok-guangdong-alarms';

test.each([
  ['backup', 'Backup Job State Change'],
  ['copy', 'Copy Job State Change'],
])('a %s that comes to nothing is told to the topic of the region', (kind, detailType) => {
  const { Properties } = made.only('Data', 'AWS::Events::Rule', `WatchBackups${kind}`);
  const [target] = Properties.Targets;

  expect(Properties.Name).toBe(`kapok-guangdong-${kind}-failed`);
  expect(Properties.State).toBe('ENABLED');
  expect(Properties.EventPattern).toEqual({
    source: ['aws.backup'],
    'detail-type': [detailType],
    detail: { state: ['ABORTED', 'EXPIRED', 'FAILED', 'PARTIAL'] },
  });
  expect(SynthesizedPlan.text(target.Arn)).toBe(TOPIC);
  expect(target.InputTransformer.InputPathsMap).toEqual({
    'detail-resourceArn': '$.detail.resourceArn',
    'detail-state': '$.detail.state',
  });
  expect(target.InputTransformer.InputTemplate).toContain('RUNBOOK.md#backup-failed');
});

test('the topic of a region takes messages from rules of the plan and from no other', () => {
  const { Properties } = made.only('Region-ap-southeast-1', 'AWS::SNS::TopicPolicy');
  const statement = Properties.PolicyDocument.Statement.find(
    ({ Sid }: { Sid: string }) => Sid === 'RulesPublish',
  );

  expect(statement).toMatchObject({ Action: 'sns:Publish', Effect: 'Allow' });
  expect(statement.Principal).toEqual({ Service: 'events.amazonaws.com' });
  expect(SynthesizedPlan.text(statement.Condition.ArnLike['aws:SourceArn'])).toBe(
    'arn:aws:events:ap-southeast-1:<AWS::AccountId>:rule/kapok-guangdong-*',
  );
});
