import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { planCapacity } from '../../lib/plan/capacity';
import type { Plan } from '../../lib/plan/plan';
import { SCHEDULE_RULE, SURVIVABILITY_RULE } from '../../lib/policies/judgement';
import { PolicyPlugin } from '../../lib/policies/policy-plugin';
import { synthesize } from '../../lib/stacks/synthesize';
import type { JsonObject } from '../../lib/topology/assembly';
import { handMadeRegion } from '../topology/hand-made-region';
import { campaign, planWith, shippedPlan } from './standing-fixture';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, JsonObject[string]>;
}

type Resources = Record<string, Resource>;

const plan = shippedPlan();
const folders: string[] = [];
let original: string;

// Bundles and stacks take seconds, more on a busy machine.
const SYNTHESIS_TIMEOUT_MS = 120_000;

beforeAll(() => {
  original = newFolder();
  synthesize(plan, planCapacity(plan), { outdir: original });
}, SYNTHESIS_TIMEOUT_MS);

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kapok-plugin-'));
  folders.push(folder);
  return folder;
}

/** What the plugin reports of the synthesised templates after one of them was tampered with. */
function report(
  tamper: (resources: Resources) => void,
  judgedBy: Plan = plan,
  stack = 'Region-ap-northeast-1',
) {
  const folder = newFolder();
  for (const file of readdirSync(original).filter((name) => name.endsWith('.json'))) {
    cpSync(join(original, file), join(folder, file));
  }
  const templatePath = join(folder, `${stack}.template.json`);
  const template = JSON.parse(readFileSync(templatePath, 'utf8')) as { Resources: Resources };
  tamper(template.Resources);
  writeFileSync(templatePath, JSON.stringify(template));
  const context = { templatePaths: [templatePath], stackTemplates: [], appConstruct: new App() };
  return { ...new PolicyPlugin(judgedBy).validate(context), templatePath };
}

function actionsOf(resources: Resources): [string, Resource][] {
  return Object.entries(resources).filter(
    ([, { Type }]) => Type === 'AWS::AutoScaling::ScheduledAction',
  );
}

function findAction(resources: Resources, recurrence: string): [string, Resource] {
  const found = actionsOf(resources).find(
    ([, { Properties }]) => Properties.Recurrence === recurrence,
  );
  if (found === undefined) throw new Error(`no action ${recurrence}`);
  return found;
}

const CAMPAIGN = '40 6 10 1 *';

test('reports nothing of the templates as they are synthesised', () => {
  expect(report(() => {})).toMatchObject({ success: true, violations: [] });
});

test('fails on a template without the action of the campaign, naming minute, region and shortfall', () => {
  const { success, violations, templatePath } = report((resources) => {
    delete resources[findAction(resources, CAMPAIGN)[0]];
  });
  expect(success).toBe(false);
  expect(violations.filter(({ ruleName }) => ruleName === SURVIVABILITY_RULE)).toEqual([
    expect.objectContaining({
      ruleName: SURVIVABILITY_RULE,
      severity: 'fatal',
      description:
        'Monday 10 January 07:00: without ap-southeast-1, citizen is asked for 23,333.3 requests/s ' +
        'in ap-northeast-1 and carries 5,760, 17,573.3 short',
      violatingResources: [
        {
          resourceLogicalId: expect.stringContaining('Citizen'),
          locations: ['Properties/MinSize'],
          templatePath,
        },
      ],
    }),
  ]);
});

test('fails on a template with a lowered MinSize', () => {
  const { violations } = report((resources) => {
    const group = Object.values(resources).find(
      ({ Type, Properties }) =>
        Type === 'AWS::AutoScaling::AutoScalingGroup' && Properties.MinSize === '26',
    );
    if (group === undefined) throw new Error('no citizen group');
    group.Properties.MinSize = '20';
  });
  expect(violations[0]?.description).toMatch(
    /^Monday 07:26, right after a deployment: without ap-southeast-1, citizen/,
  );
});

test('fails on a template with an action in another time zone, naming the action', () => {
  let logicalId = '';
  const { success, violations } = report((resources) => {
    const [id, action] = findAction(resources, '40 14 * * 1-5');
    action.Properties.TimeZone = 'Asia/Tokyo';
    logicalId = id;
  });
  expect(success).toBe(false);
  expect(violations.find(({ ruleName }) => ruleName === SCHEDULE_RULE)).toMatchObject({
    description: `${logicalId} runs in the time zone Asia/Tokyo, the plan's is Asia/Shanghai`,
    violatingResources: [{ resourceLogicalId: logicalId }],
  });
});

test('fails on instances and targets that the plan does not rate', () => {
  const { success, violations } = report((resources) => {
    for (const { Type, Properties } of Object.values(resources)) {
      if (Type === 'AWS::EC2::LaunchTemplate') {
        const data = Properties.LaunchTemplateData as JsonObject;
        Properties.LaunchTemplateData = { ...data, InstanceType: 't4g.nano' };
      }
      const tracking = Properties.TargetTrackingConfiguration as JsonObject | undefined;
      if (tracking?.TargetValue === 21_600) {
        Properties.TargetTrackingConfiguration = { ...tracking, TargetValue: 64_800 };
      }
    }
  });
  expect(success).toBe(false);
  const found = violations.filter(({ ruleName }) => ruleName === SCHEDULE_RULE);
  expect(found.map(({ description }) => description)).toEqual([
    expect.stringMatching(/Citizen.* scales for 1080 requests\/s per instance, above .* 360/),
    expect.stringMatching(/Citizen.* runs on t4g.nano/),
    expect.stringMatching(/Partner.* runs on t4g.nano/),
  ]);
});

test.each<[string, (records: Resources) => void, RegExp]>([
  [
    'without the records of one region',
    (records) => {
      for (const [id, { Properties }] of Object.entries(records)) {
        if (Properties.SetIdentifier === 'ap-northeast-1') delete records[id];
      }
    },
    /^no A record (code|partner)\..* leads to the (citizen|partner) fleet of ap-northeast-1$/,
  ],
  [
    'with records without a health check',
    (records) => {
      for (const { Properties } of Object.values(records)) {
        if (Properties.SetIdentifier === 'ap-northeast-1') delete Properties.HealthCheckId;
      }
    },
    /of ap-northeast-1 has no health check/,
  ],
])('fails on a routing template %s', (_, change, what) => {
  const { success, violations, templatePath } = report(change, plan, 'Routing');
  expect(success).toBe(false);
  const found = violations.filter(({ ruleName }) => ruleName === SCHEDULE_RULE);
  expect(found).toHaveLength(2);
  for (const { description, violatingResources } of found) {
    expect(description).toMatch(what);
    expect(violatingResources[0]?.templatePath).toBe(templatePath);
  }
});

test('fails on a peak that tripled while the schedule is gone', () => {
  const tripled = planWith({}, [campaign({ peakRequestsPerMinute: 4_200_000 })]);
  const { violations } = report((resources) => {
    for (const [id] of actionsOf(resources)) delete resources[id];
  }, tripled);
  expect(violations[0]?.description).toBe(
    'Monday 10 January 07:00: without ap-southeast-1, citizen is asked for 70,000 requests/s ' +
      'in ap-northeast-1 and carries 9,360, 60,640 short',
  );
});

test('fails the synthesis itself', () => {
  const app = new App({ outdir: newFolder(), analyticsReporting: false });
  const { id, region, template } = handMadeRegion();
  const stack = new Stack(app, id, { env: { region } });
  for (const [name, { Type, Properties }] of Object.entries(
    (template as { Resources: Resources }).Resources,
  )) {
    new CfnResource(stack, name, { type: Type, properties: Properties });
  }
  Validations.of(app).addPlugins(new PolicyPlugin(plan));
  expect(() => app.synth()).toThrow(
    /Monday 00:00: without ap-southeast-1, citizen is asked for .* no region is left/,
  );
});
