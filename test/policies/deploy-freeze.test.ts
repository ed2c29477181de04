import { deployFreeze } from '../../lib/policies/deploy-freeze';
import type { Assembly } from '../../lib/topology/assembly';
import {
  editInput,
  findingsOf,
  findSchedule,
  removeSchedule,
  synthesised,
  type Tamper,
  THERE,
  tampered,
} from './tampered-assembly';

const CLOSES = /are closed/;
const OPENS = /are open/;

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

test('has nothing against a region that is closed through the campaign and open after it', () => {
  expect(findingsOf(deployFreeze, assembly)).toEqual([]);
});

test.each<[string, Tamper, RegExp]>([
  [
    'no close',
    (all) => removeSchedule(all, CLOSES),
    /takes deployments on 10 January 06:47, while first-workday-after-outbreak/,
  ],
  [
    'a close after the lead time',
    (all) => (findSchedule(all, CLOSES).Properties.ScheduleExpression = 'cron(50 6 10 1 ? *)'),
    /takes deployments on/,
  ],
  [
    'an opening before the end',
    (all) => (findSchedule(all, OPENS).Properties.ScheduleExpression = 'cron(59 10 10 1 ? *)'),
    /takes deployments on 10 January 10:59/,
  ],
  [
    'a close that denies nothing',
    (all) => editInput(findSchedule(all, CLOSES), 'Deny', 'Allow'),
    /takes deployments on/,
  ],
  [
    'a close of another stack',
    (all) => editInput(findSchedule(all, CLOSES), '{"Ref":"AWS::StackId"}', '"other"'),
    /closes or opens other, not its own stack/,
  ],
  [
    'no opening',
    (all) => removeSchedule(all, OPENS),
    /still refuses deployments on .*, with no campaign near/,
  ],
  [
    'a close that comes when its campaign is over',
    (all) => (findSchedule(all, CLOSES).Properties.ScheduleExpression = 'cron(0 12 10 1 ? *)'),
    /still refuses deployments on/,
  ],
  [
    'an opening days after the end',
    (all) => (findSchedule(all, OPENS).Properties.ScheduleExpression = 'cron(0 12 12 1 ? *)'),
    /still refuses deployments on 11 January 11:00/,
  ],
])('fails on %s', (_, tamper, what) => {
  const findings = findingsOf(deployFreeze, tampered(assembly, `Region-${THERE}`, tamper));
  expect(findings.map((one) => one.what)).toContainEqual(expect.stringMatching(what));
});
