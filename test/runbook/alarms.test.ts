import { runbookLink } from '../../lib/constructs/alarms/alarm-kind';
import { ALARM_CATALOGUE } from '../../lib/constructs/alarms/catalogue';
import type { Plan } from '../../lib/plan/plan';
import { STRATEGIES } from '../../lib/plan/strategies';
import { type AlarmView, alarmsOf } from '../stacks/alarm-view';
import { planFixture, THIRD_REGION } from '../stacks/plan-fixture';
import { SynthesizedPlan } from '../stacks/synthesized-plan';
import { shellBlocks } from './runbook';
import { headings, PARTS, partsOf, runbookText, sectionsOf } from './runbook-chapters';

const PLANS: readonly Partial<Plan>[] = [
  ...Object.keys(STRATEGIES).map((strategy) => ({ strategy: strategy as Plan['strategy'] })),
  { regions: [...planFixture().regions, THIRD_REGION] },
  {
    partition: 'aws-cn',
    regions: ['cn-north-1', 'cn-northwest-1'].map((name) => ({
      name,
      zones: ['a', 'b', 'd'].map((letter) => `${name}${letter}`),
    })),
  },
];

let alarms: readonly AlarmView[];
beforeAll(() => {
  alarms = PLANS.flatMap((changes) => {
    const made = new SynthesizedPlan(changes);
    const found = alarmsOf(made);
    made.remove();
    return found;
  });
}, 120_000);

/** Catalogue entries whose id begins an alarm's name; the longest is meant. */
function kindOf(name: string) {
  const rest = `${name.replace('kapok-guangdong-', '')}-`;
  return ALARM_CATALOGUE.filter(({ id }) => rest.startsWith(`${id}-`));
}

test('every alarm of every strategy is of exactly one kind of the catalogue', () => {
  expect(alarms.length).toBeGreaterThan(200);
  for (const { name } of alarms) expect([name, kindOf(name).length]).toEqual([name, 1]);
});

test('every kind of the catalogue has an alarm in some strategy', () => {
  const used = new Set(alarms.flatMap(({ name }) => kindOf(name)));

  expect(ALARM_CATALOGUE.filter((kind) => !used.has(kind))).toEqual([]);
});

test('no two kinds share an id or a heading', () => {
  expect(new Set(ALARM_CATALOGUE.map(({ id }) => id)).size).toBe(ALARM_CATALOGUE.length);
  expect(new Set(ALARM_CATALOGUE.map(runbookLink)).size).toBe(ALARM_CATALOGUE.length);
});

test('the runbook has the headings of the catalogue, in its order, and no other', () => {
  expect(sectionsOf('Alarms').map(({ heading }) => heading)).toEqual(
    ALARM_CATALOGUE.map(({ heading }) => heading),
  );
});

test('every description ends with the heading it belongs to', () => {
  for (const { name, description } of alarms) {
    const [kind] = kindOf(name);
    if (kind === undefined) throw new Error(`${name} is of no kind`);
    expect(description.endsWith(`See ${runbookLink(kind)}`)).toBe(true);
  }
});

test.each(ALARM_CATALOGUE.map(({ heading }) => heading))(
  '%s has its four parts, in order',
  (heading) => {
    const section = sectionsOf('Alarms').find((one) => one.heading === heading);
    const { before, parts } = partsOf(String(section?.text));

    expect(before).toBe('');
    expect(parts.map(({ name }) => name)).toEqual(PARTS);
    for (const { text } of parts) expect(text.length).toBeGreaterThan(60);
  },
);

test.each(ALARM_CATALOGUE.map(({ heading }) => heading))(
  '%s is investigated with a command',
  (heading) => {
    const section = sectionsOf('Alarms').find((one) => one.heading === heading);
    const investigation = /^\*\*Investigation(.*?)^\*\*Resolution/ms.exec(String(section?.text));

    expect(investigation?.[1]).toMatch(/```sh\n(.*\n)*?.*(aws|dig|curl) /);
  },
);

test.each(ALARM_CATALOGUE.map((kind) => [kind.heading, kind.id] as const))(
  '%s quotes the name of its alarms',
  (heading, id) => {
    const section = sectionsOf('Alarms').find((one) => one.heading === heading);

    expect(section?.text).toMatch(new RegExp(`^\n\\*\\*Description\\.\\*\\* .*\`${id}[\`-]`));
  },
);

test('each call that the calendar of a region makes is done by hand with a command', () => {
  const made = new SynthesizedPlan();
  const schedules = made.resourceList('Region-ap-southeast-1', 'AWS::Scheduler::Schedule');
  made.remove();
  const calls = schedules.map(({ Properties }) =>
    String(/:([a-zA-Z]+)$/.exec(SynthesizedPlan.text(Properties.Target.Arn))?.[1]),
  );
  const failed = sectionsOf('Alarms').find(({ heading }) => heading === 'Calendar call failed');
  const resolution = partsOf(String(failed?.text)).parts.find(({ name }) => name === 'Resolution');
  const commands = shellBlocks(String(resolution?.text)).join('\n');

  expect(new Set(calls)).toEqual(new Set(['modifyCapacityReservation', 'setStackPolicy']));
  for (const call of new Set(calls)) {
    expect(failed?.text).toContain(`\`${call}\``);
    expect(commands).toMatch(new RegExp(`^aws \\w+ ${kebab(call)} `, 'm'));
  }
});

/** An operation as the command line calls it. */
function kebab(operation: string): string {
  return operation.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

test('every link inside the runbook leads to a heading', () => {
  const anchors = new Set(headings().map((heading) => runbookLink({ heading }).split('#')[1]));
  const links = [...runbookText().matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);

  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((anchor) => !anchors.has(anchor))).toEqual([]);
});

test('a heading becomes the anchor that GitHub makes of it', () => {
  expect(runbookLink({ heading: "It's 99 % done, (almost) - a test" })).toBe(
    'RUNBOOK.md#its-99--done-almost---a-test',
  );
});
