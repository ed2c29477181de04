import { watched } from '../../lib/policies/watched';
import {
  findingsOf,
  HERE,
  type LooseResources,
  ofType,
  synthesised,
  THERE,
  tampered,
} from './tampered-assembly';

const made = synthesised();

const ALARM = 'AWS::CloudWatch::Alarm';
const REGIONS = /^Region-/;

/** Takes away the alarms that read a metric. */
function removeAlarms(resources: LooseResources, metric: string): void {
  for (const [id, alarm] of ofType(resources, ALARM)) {
    if (JSON.stringify(alarm).includes(`"MetricName":"${metric}"`)) delete resources[id];
  }
}

test('finds nothing in the templates of the shipped plan', () => {
  expect(findingsOf(watched, made)).toEqual([]);
});

test.each(['none', 'an empty list', 'switched off'])('fails on alarm actions: %s', (how) => {
  const mute = tampered(made, `Region-${HERE}`, (resources) => {
    const [, alarm] = ofType(resources, ALARM)[0] ?? [];
    if (alarm === undefined) throw new Error('there is no alarm');
    if (how === 'none') delete alarm.Properties.AlarmActions;
    else if (how === 'an empty list') alarm.Properties.AlarmActions = [];
    else alarm.Properties.ActionsEnabled = false;
  });

  expect(findingsOf(watched, mute)).toEqual([
    expect.objectContaining({
      rule: 'kapok-watched',
      path: 'AlarmActions',
      what: expect.stringMatching(/^the alarm kapok-guangdong-\S+ tells nobody$/),
    }),
  ]);
});

test.each([
  'Failures',
  'Latency',
  'Shed',
  'ScheduledMinimumMissed',
  'GroupInServiceInstances',
  'InvocationDroppedCount',
  'DaysToExpiry',
  'BlockedRequests',
  'ResourceCount',
])('fails in every region without an alarm on %s', (metric) => {
  const found = findingsOf(
    watched,
    tampered(made, REGIONS, (resources) => removeAlarms(resources, metric)),
  );

  expect(found.filter(({ what }) => what.includes(` ${metric},`))).toHaveLength(2);
});

test('fails where nobody asks a region from outside', () => {
  const found = findingsOf(
    watched,
    tampered(made, `Drill-${THERE}`, (resources) => removeAlarms(resources, 'CanarySuccess')),
  );

  expect(found).toEqual([
    expect.objectContaining({
      stackName: `Kapok-guangdong-Region-${HERE}`,
      what: `no alarm of another region asks whether ${HERE} shows codes`,
    }),
  ]);
});

test('fails without any Drill stack, for both regions', () => {
  const alone = { ...made, stacks: made.stacks.filter(({ id }) => !id.startsWith('Drill-')) };

  expect(findingsOf(watched, alone)).toHaveLength(2);
});
