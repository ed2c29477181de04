import { createSocket } from 'node:dgram';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { planCapacity } from '../../lib/plan/capacity';
import { loadPlan } from '../../lib/plan/load-plan';
import { synthesize } from '../../lib/stacks/synthesize';
import { kapok } from './command-line-factory';

const PLAN = resolve(__dirname, '../../plans/guangdong.yaml');
const folder = mkdtempSync(join(tmpdir(), 'kapok-command-line-'));

afterAll(() => rmSync(folder, { recursive: true }));

function planFile(name: string, change: (text: string) => string): string {
  const file = join(folder, name);
  writeFileSync(file, change(readFileSync(PLAN, 'utf8')));
  return file;
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

describe('kapok', () => {
  test('--help shows the verbs, examples and exit codes and exits with 0', async () => {
    const { exitCode, stdout, stderr } = await kapok('--help');

    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    for (const part of ['check', 'rehearse', 'Examples:', 'Exit codes:']) {
      expect(stdout).toContain(part);
    }
  });

  test.each([
    [['chekc'], /KAPOK_USAGE: unknown command 'chekc' \(Did you mean check\?\)/],
    [['check', '--pln', 'x'], /KAPOK_USAGE: unknown option '--pln'/],
    [[], /KAPOK_USAGE: no verb given/],
    [['rehearse', '--clock-rate', '0'], /KAPOK_USAGE.*a whole number from 1 to 60/],
    [['rehearse', '--strategy', 'hope'], /KAPOK_USAGE.*active-active/],
    [['check', '--plan', join(folder, 'none.yaml')], /KAPOK_PLAN_FILE/],
    [['check', '--plan', folder], /KAPOK_PLAN_FILE/],
  ])('fails on %j with one clear error and exit code 2', async (args, message) => {
    const { exitCode, stdout, stderr } = await kapok(...args);

    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^error /);
    expect(stderr).toContain('\n  change ');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('fails on bad YAML naming the line', async () => {
    const file = planFile('bad.yaml', (text) =>
      text.replace('name: guangdong', 'name: [guangdong'),
    );

    const { exitCode, stderr } = await kapok('check', '--plan', file);

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/bad\.yaml:\d+:\d+/);
  });

  test('fails on a region that is none, and with --json says so on stdout as one document', async () => {
    const file = planFile('region.yaml', (text) =>
      text.replaceAll('ap-northeast-1', 'ap-nowhere-1'),
    );

    const { exitCode, stdout, stderr } = await kapok('check', '--plan', file, '--json');

    expect(exitCode).toBe(2);
    expect(stderr).toContain('KAPOK_PLAN_REGION');
    expect(JSON.parse(stdout)).toMatchObject({ errors: [{ code: 'KAPOK_PLAN_REGION' }] });
  });

  test('fails on an assembly that is none with exit code 3', async () => {
    const { exitCode, stderr } = await kapok('check', '--assembly', folder);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('KAPOK_TOPOLOGY_ASSEMBLY');
  });
});

describe('kapok check', () => {
  test('holds on the shipped plan and shows every hour', async () => {
    const { exitCode, stdout } = await kapok('check');

    expect(exitCode).toBe(0);
    expect(stdout).toContain('guangdong: survive region holds');
    expect(stdout).toMatch(/Monday 08:00 +citizen/);
    expect(stdout).toMatch(/10 January 08:00 \(first-workday-after-outbreak\) +citizen/);
  });

  test('with --json prints one document', async () => {
    const { exitCode, stdout } = await kapok('check', '--json');

    expect(exitCode).toBe(0);
    const proof = JSON.parse(stdout) as { holds: boolean; minutesChecked: number };
    expect(proof.holds).toBe(true);
    expect(proof.minutesChecked).toBeGreaterThan(7 * 24 * 12);
  });

  test('fails when the only region cannot be lost, naming minute, region and shortfall', async () => {
    const file = planFile('single.yaml', (text) =>
      text.replace('strategy: active-active', 'strategy: single-region'),
    );

    const { exitCode, stdout } = await kapok('check', '--plan', file);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/first shortfall: .*without ap-southeast-1.*requests per second/);
  });

  test('fails on templates without the campaign schedule under a campaign three times the size', async () => {
    const assembly = assemblyWithout(/^0?\d+ \d+ \d+ \d+ \*$/);
    const file = planFile('tripled.yaml', (text) =>
      text.replace('peakRequestsPerMinute: 1400000', 'peakRequestsPerMinute: 4200000'),
    );

    const { exitCode, stdout } = await kapok('check', '--plan', file, '--assembly', assembly);

    expect(exitCode).toBe(1);
    // 4.2 million a minute are 70,000 a second; what stands is sized for the ordinary week.
    expect(stdout).toMatch(
      /first shortfall: \w+ 10 January 07:00 without ap-\w+-1, fleet citizen: ap-\w+-1 carries \d+ of 70000 requests per second\n +short by \d+ requests per second/,
    );
  });

  test('holds through a campaign of two minutes across midnight', async () => {
    const file = planFile('midnight.yaml', (text) =>
      text.replace('from: 07:00', 'from: 23:59').replace('to: 11:00', 'to: 00:01'),
    );

    const { exitCode, stdout } = await kapok('check', '--plan', file);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /10 January 23:00 \(first-workday-after-outbreak\) +citizen +23400 +23333/,
    );
    expect(stdout).toMatch(
      /11 January 00:00 \(first-workday-after-outbreak\) +citizen +23400 +23333/,
    );
  });

  test('leaves no temporary folder behind', async () => {
    const left = () =>
      readdirSync(tmpdir()).filter((name) => name.startsWith(`kapok-${process.pid}-`));
    const before = left();

    await kapok('check');

    expect(left()).toEqual(before);
  });
});

describe('kapok rehearse', () => {
  test('fails on a region that does not serve, naming those that do', async () => {
    const { exitCode, stderr } = await kapok('rehearse', '--lose', 'eu-west-1');

    expect(exitCode).toBe(2);
    expect(stderr).toContain('KAPOK_USAGE_REGION');
    expect(stderr).toContain('ap-southeast-1, ap-northeast-1');
  });

  test('fails on a plan that deploys nothing but its own zone yet, saying what comes next', async () => {
    const file = planFile('zone.yaml', (text) =>
      text.replace('hostedZoneId: Z0123456789EXAMPLE', 'ownZone: true'),
    );

    const { exitCode, stdout, stderr } = await kapok('rehearse', '--plan', file);

    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('KAPOK_USAGE_ZONE');
    expect(stderr).toContain('HostedZoneId');
  });

  test('fails on a strategy that needs more regions than the plan names', async () => {
    const file = planFile('one-region.yaml', (text) =>
      text
        .replace('strategy: active-active', 'strategy: single-region')
        .replace(/\n {2}- \{ name: ap-northeast-1[^\n]*/, ''),
    );

    const { exitCode, stderr } = await kapok(
      'rehearse',
      '--plan',
      file,
      '--strategy',
      'active-active',
    );

    expect(exitCode).toBe(2);
    expect(stderr).toContain('KAPOK_USAGE_STRATEGY');
  });

  test('fails on a DNS port that is taken with exit code 3 and leaves nothing behind', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
    const port = String(socket.address().port);

    const { exitCode, stderr } = await kapok('rehearse', '--dns-port', port);
    await new Promise<void>((done) => socket.close(() => done()));

    expect(exitCode).toBe(3);
    expect(stderr).toContain('KAPOK_TWIN_PORT');
    expect(stderr).toContain(port);
    expect(
      readdirSync(tmpdir()).filter((name) => name.startsWith(`kapok-${process.pid}-`)),
    ).toEqual([]);
  });
});
