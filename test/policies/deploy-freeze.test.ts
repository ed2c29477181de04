import { deployFreeze } from '../../lib/policies/deploy-freeze';
import type { Assembly } from '../../lib/topology/assembly';
import {
  findingsOf,
  guardedByHand,
  type LooseResources,
  synthesised,
  type Tamper,
  THERE,
  tampered,
} from './tampered-assembly';

let assembly: Assembly;
beforeAll(() => {
  assembly = guardedByHand(synthesised());
}, 120_000);

function schedule(all: LooseResources, id: string) {
  const found = all[id];
  if (found === undefined) throw new Error(`no ${id}`);
  return found.Properties;
}

test('has nothing against a region that is closed through the campaign and open after it', () => {
  expect(findingsOf(deployFreeze, assembly)).toEqual([]);
});

test.each<[string, Tamper, RegExp]>([
  [
    'no close',
    (all) => delete all.Deny0,
    /takes deployments on 10 January 06:47, while first-workday-after-outbreak/,
  ],
  [
    'a close after the lead time',
    (all) => (schedule(all, 'Deny0').ScheduleExpression = 'cron(50 6 10 1 ? *)'),
    /takes deployments on/,
  ],
  [
    'an opening before the end',
    (all) => (schedule(all, 'Allow0').ScheduleExpression = 'cron(59 10 10 1 ? *)'),
    /takes deployments on 10 January 10:59/,
  ],
  [
    'a close that denies nothing',
    (all) => {
      const { Input } = schedule(all, 'Deny0').Target;
      Input['Fn::Join'][1] = Input['Fn::Join'][1].map((part: unknown) =>
        typeof part === 'string' ? part.replace('Deny', 'Allow') : part,
      );
    },
    /takes deployments on/,
  ],
  [
    'a close of another stack',
    (all) => {
      schedule(all, 'Deny0').Target.Input['Fn::Join'][1][1] = 'other';
    },
    /closes or opens other, not its own stack/,
  ],
  ['no opening', (all) => delete all.Allow0, /refuses deployments for good/],
])('fails on %s', (_, tamper, what) => {
  const findings = findingsOf(deployFreeze, tampered(assembly, `Region-${THERE}`, tamper));
  expect(findings.map((one) => one.what)).toContainEqual(expect.stringMatching(what));
});
