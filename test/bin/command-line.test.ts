import { createSocket } from 'node:dgram';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { kapok } from './command-line-factory';

const PLAN = resolve(__dirname, '../../plans/guangdong.yaml');
const folder = mkdtempSync(join(tmpdir(), 'kapok-command-line-'));

afterAll(() => rmSync(folder, { recursive: true }));

function planFile(name: string, change: (text: string) => string): string {
  const file = join(folder, name);
  writeFileSync(file, change(readFileSync(PLAN, 'utf8')));
  return file;
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

describe('kapok rehearse', () => {
  test('fails on a region that does not serve, naming those that do', async () => {
    const { exitCode, stderr } = await kapok('rehearse', '--lose', 'eu-west-1');

    expect(exitCode).toBe(2);
    expect(stderr).toContain('KAPOK_USAGE_REGION');
    expect(stderr).toContain('ap-southeast-1, ap-northeast-1');
  });

  test('fails on a plan that deploys nothing but its own zone yet, saying what comes next', async () => {
    const file = planFile('zone.yaml', (text) =>
      text.replace('hostedZoneId: Z0123456789EXAMPLE, ownZone: false', 'ownZone: true'),
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
