import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runCommandLine } from '../../bin/command-line';
import { Interrupted } from '../../bin/failure';
import { PAGE_WIDTH } from '../../bin/page';
import { planCapacity } from '../../lib/plan/capacity';
import { loadPlan } from '../../lib/plan/load-plan';
import { synthesize } from '../../lib/stacks/synthesize';
import type { CheckReport } from '../../lib/summary/check-report';
import { kapok, kapokAt } from './command-line-factory';

const PLAN = resolve(__dirname, '../../plans/guangdong.yaml');
const folder = mkdtempSync(join(tmpdir(), 'kapok-check-command-'));

/** The shipped plan's assembly, so that only what asks for it synthesises again. */
let shipped: string;

beforeAll(() => {
  const { plan } = loadPlan(PLAN, { now: new Date(0) });
  const outdir = join(folder, 'shipped');
  shipped = synthesize(plan, planCapacity(plan), { outdir }).directory;
});
afterAll(() => rmSync(folder, { recursive: true }));

// Most of these synthesise a plan and prove fourteen years of it, some twice.
jest.setTimeout(120_000);

function planFile(name: string, change: (text: string) => string): string {
  const file = join(folder, name);
  writeFileSync(file, change(readFileSync(PLAN, 'utf8')));
  return file;
}

async function reportOf(...args: string[]): Promise<CheckReport> {
  return JSON.parse((await kapok('check', '--json', ...args)).stdout) as CheckReport;
}

/** The shipped plan's assembly without the scheduled actions whose recurrence matches. */
function assemblyWithout(recurrence: RegExp): string {
  const { plan } = loadPlan(PLAN, { now: new Date(0) });
  const { directory } = synthesize(plan, planCapacity(plan), { outdir: join(folder, 'tampered') });
  let removed = 0;
  for (const { name } of plan.regions) {
    const template = join(directory, `Region-${name}.template.json`);
    const { Resources, ...rest } = JSON.parse(readFileSync(template, 'utf8'));
    const kept = Object.entries<{ Type: string; Properties?: { Recurrence?: string } }>(
      Resources,
    ).filter(([, { Type, Properties }]) => {
      const isAction = Type === 'AWS::AutoScaling::ScheduledAction';
      return !(isAction && recurrence.test(Properties?.Recurrence ?? ''));
    });
    removed += Object.keys(Resources).length - kept.length;
    writeFileSync(template, JSON.stringify({ ...rest, Resources: Object.fromEntries(kept) }));
  }
  expect(removed).toBeGreaterThan(0);
  return directory;
}

describe('kapok check of the shipped plan', () => {
  let report: CheckReport;
  beforeAll(async () => {
    report = await reportOf();
  });

  test('holds and proves every hour of the week and of the campaign', () => {
    expect(report).toMatchObject({ plan: 'guangdong', survive: 'region', holds: true });
    expect(report.findings).toEqual([]);
    expect(report.proof?.minutesChecked).toBeGreaterThan(7 * 24 * 12);
    const hours = report.proof?.perHour.map(({ hour, campaign }) => [hour, campaign]) ?? [];
    expect(hours).toContainEqual(['Monday 08:00', undefined]);
    expect(hours).toContainEqual(['10 January 08:00', 'first-workday-after-outbreak']);
    expect(report.proof?.tightest.length).toBeLessThan(hours.length / 10);
  });

  test('says which regions serve, in which zones, with which fleets and floors', () => {
    expect(report.regions.map(({ region, part }) => [region, part])).toEqual([
      ['ap-southeast-1', 'active'],
      ['ap-northeast-1', 'active'],
    ]);
    const [citizen] = report.regions[1]?.fleets ?? [];
    expect(citizen).toMatchObject({
      fleet: 'citizen',
      instanceType: 'c8g.large',
      zones: ['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d'],
    });
    expect(citizen?.floors.weekday).toHaveLength(24);
    expect(citizen?.floors.campaigns).toEqual([
      { campaign: 'first-workday-after-outbreak', instances: expect.any(Number) },
    ]);
    expect(citizen?.warmPoolSize).toBeGreaterThan(0);
    expect(citizen?.reservedUnits).toBeGreaterThan(0);
  });

  test('says how users find a region and how long it takes to leave a lost one', () => {
    expect(report.routing?.recovery).toEqual({ detectSec: 30, ttlSec: 60, sumSec: 90 });
    const code = report.routing?.names.find(({ name }) => name === 'code.code.example.org');
    expect(code?.checked).toBe(true);
    expect(code?.records.map(({ setIdentifier }) => setIdentifier).sort()).toEqual([
      'ap-northeast-1',
      'ap-southeast-1',
    ]);
  });

  test('says where the data lies and that it comes back', () => {
    for (const table of report.data.tables) {
      expect([...table.pointInTimeRegions].sort()).toEqual([...table.replicaRegions].sort());
      expect([...table.protectedRegions].sort()).toEqual([...table.replicaRegions].sort());
    }
    expect(report.data.tables.map(({ role }) => role).sort()).toEqual(['control', 'facts']);
  });

  test('counts what is billed, without prices', () => {
    const fleets = report.regions.flatMap((region) => region.fleets);
    const hours = fleets.reduce((sum, { floors }) => sum + floors.instanceHoursPerWeek, 0);
    expect(report.counts.instanceHoursPerWeek).toEqual({ 'c8g.large': hours });
    expect(report.counts.loadBalancers).toBe(4);
    expect(report.counts.healthChecks).toMatchObject({ https: 4, stringMatch: 4, fastInterval: 4 });
    expect(report.counts.healthChecks.measuredLatency).toBe(0);
  });

  test('names the quotas to raise in each region', () => {
    const raised = report.quotas.filter(({ raise }) => raise);
    for (const { name } of loadPlan(PLAN, { now: new Date(0) }).plan.regions) {
      const codes = raised.filter(({ place }) => place === name).map(({ code }) => code);
      expect(codes).toEqual(expect.arrayContaining(['L-1216C47A', 'L-8A66D0E6']));
    }
  });

  test('prints a page of at most 100 columns, with the verdict and the tightest hours', async () => {
    const { stdout } = await kapok('check', '--assembly', shipped);

    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(PAGE_WIDTH);
    expect(stdout).toContain('survive region is proved: 7,368,480 minutes checked');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('guangdong: holds');
    expect(stdout).toMatch(/Monday 08:00 +citizen/);
    expect(stdout).not.toMatch(/Monday 03:00 +citizen/);
    expect(stdout.split('\n').length).toBeLessThan(90);
  });

  test('ends between two steps when it is interrupted, and prints nothing', async () => {
    const interrupted = new AbortController();
    const written: string[] = [];
    const running = runCommandLine(['check', '--assembly', shipped], {
      signal: interrupted.signal,
      out: (text) => written.push(text),
      note: (text) => written.push(text),
      now: new Date(0),
    });
    interrupted.abort(new Interrupted('interrupted'));

    expect(await running).toBe(130);
    expect(written.join('')).toContain('KAPOK_INTERRUPTED');
    expect(written.join('')).not.toContain('Regions');
  });

  test('with --hours prints every hour', async () => {
    const { stdout } = await kapok('check', '--assembly', shipped, '--hours');

    expect(stdout).toMatch(/Monday 03:00 +citizen/);
    expect(stdout).toMatch(/10 January 08:00 \(first-workday-after-outbreak\) +citizen/);
  });

  test('says during a campaign until when releases are closed, and nothing on other days', async () => {
    // 09:00 in Shanghai, in the middle of the campaign.
    const during = new Date('2023-01-10T01:00:00Z');

    const { stdout } = await kapokAt(during, 'check', '--assembly', shipped, '--json');

    expect(JSON.parse(stdout).closed).toEqual({
      campaign: 'first-workday-after-outbreak',
      until: '2023-01-10T03:00:00.000Z',
    });
    expect((await reportOf('--assembly', shipped)).closed).toBeUndefined();
  });
});

describe('kapok check', () => {
  test('says what China lacks and asks for, and stays on the page', async () => {
    const cn = resolve(__dirname, '../../plans/guangdong-cn.yaml');

    const report = await reportOf('--plan', cn);
    const { stdout } = await kapok('check', '--plan', cn);

    expect(report.holds).toBe(true);
    expect(report.filing).toContain('ICP');
    const lacking = report.omissions.map(({ what }) => what);
    expect(lacking).toContain('TestDNSAnswer');
    expect(lacking).toContain('strong consistency across regions');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(PAGE_WIDTH);
  });

  test('says the next step where an own zone is still to be made', async () => {
    const file = planFile('own-zone.yaml', (text) =>
      text.replace(/^domain: .*$/m, 'domain: { zoneName: code.example.org, ownZone: true }'),
    );

    const { exitCode, stdout } = await kapok('check', '--plan', file, '--json');

    expect(exitCode).toBe(0);
    const report = JSON.parse(stdout) as CheckReport;
    expect(report.next).toEqual({ zoneName: 'code.example.org' });
    expect(report.proof).toBeUndefined();
  });

  test('calls a region that waits a standby, and one without fleets a copy of the data', async () => {
    const strategy = (name: string) =>
      planFile(`${name}.yaml`, (text) =>
        text
          .replace('strategy: active-active', `strategy: ${name}`)
          .replace('survive: region', 'survive: none'),
      );

    const standby = await reportOf('--plan', strategy('warm-standby'));
    const backup = await reportOf('--plan', strategy('backup-restore'));

    expect(standby.regions.map(({ part }) => part)).toEqual(['active', 'standby']);
    expect(backup.regions.map(({ part }) => part)).toEqual(['active', 'data']);
  });

  test('fails when the only region cannot be lost, naming minute, region and shortfall', async () => {
    const file = planFile('single.yaml', (text) =>
      text.replace('strategy: active-active', 'strategy: single-region'),
    );

    const { exitCode, stdout } = await kapok('check', '--plan', file);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /first shortfall: .*without ap-southeast-1, fleet citizen\n +no region is left and \d+ of \d+ requests per second/,
    );
  });

  test('fails on templates without the campaign schedule under a campaign three times the size', async () => {
    const assembly = assemblyWithout(/^0?\d+ \d+ \d+ \d+ \*$/);
    const file = planFile('tripled.yaml', (text) =>
      text.replace('peakRequestsPerMinute: 1400000', 'peakRequestsPerMinute: 4200000'),
    );

    const report = await reportOf('--plan', file, '--assembly', assembly);

    expect(report.holds).toBe(false);
    // 4.2 million a minute are 70,000 a second; what stands is sized for the ordinary week.
    expect(report.proof?.firstShortfall).toMatchObject({
      at: expect.stringMatching(/10 January 07:00$/),
      fleet: 'citizen',
      demandRequestsPerSecond: 70_000,
    });
  });

  test('holds through a campaign of two minutes across midnight', async () => {
    const file = planFile('midnight.yaml', (text) =>
      text.replace('from: 07:00', 'from: 23:59').replace('to: 11:00', 'to: 00:01'),
    );

    const report = await reportOf('--plan', file);

    expect(report.holds).toBe(true);
    const hours = report.proof?.perHour.filter(
      ({ campaign, fleet }) => campaign !== undefined && fleet === 'citizen',
    );
    expect(hours?.map(({ hour }) => hour)).toEqual(['10 January 23:00', '11 January 00:00']);
    for (const row of hours ?? []) expect(row.marginRequestsPerSecond).toBeGreaterThan(0);
  });

  test('leaves no temporary folder behind', async () => {
    const left = () =>
      readdirSync(tmpdir()).filter((name) => name.startsWith(`kapok-${process.pid}-`));
    const before = left();

    await kapok('check');

    expect(left()).toEqual(before);
  });
});
