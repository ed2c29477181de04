import { execFileSync } from 'node:child_process';
import { bootScript, SERVICE_STOP_SECONDS } from '../../lib/constructs/boot-script';
import { DEREGISTRATION_DELAY } from '../../lib/constructs/front-door-attributes';

const SCRIPT = bootScript({
  region: 'ap-southeast-1',
  autoScalingGroupName: 'the-group',
  lifecycleHookName: 'the-hook',
  bundleUrl: 's3://bucket/bundle.zip',
  livenessPath: '/healthz',
  environment: {
    KAPOK_PLAN: 'guangdong',
    KAPOK_REGION: 'ap-southeast-1',
    KAPOK_FLEET: 'citizen',
    KAPOK_FACTS_TABLE: 'facts',
    KAPOK_CONTROL_TABLE: 'control',
    KAPOK_SIGNING_KEY_SECRET: 'signing-key',
    KAPOK_PEPPER_SECRET: 'pepper',
    KAPOK_ORIGIN_NAME: 'ap-southeast-1.origin.example.org',
    KAPOK_CHANNELS: 'one,two',
    KAPOK_TIME_ZONE: 'Asia/Shanghai',
    KAPOK_ISSUER: 'https://code.example.org',
    PORT: '8080',
    AWS_REGION: 'ap-southeast-1',
    NODE_ENV: 'production',
  },
});

function heredoc(delimiter: string): string {
  const found = new RegExp(`<<'${delimiter}'\n(.*)\n${delimiter}\n`, 's').exec(SCRIPT)?.[1];
  if (found === undefined) throw new Error(`no here-document ${delimiter}`);
  return found;
}

test.each([
  ['the script', () => SCRIPT],
  ['what it installs to run at every boot', () => heredoc('KAPOK_LAUNCHED')],
])('bash can read %s', (_, script) => {
  expect(execFileSync('bash', ['-n'], { input: script(), encoding: 'utf8' })).toBe('');
});

test('fits into user data after it is encoded', () => {
  // AWS takes 16 KiB, measured before the encoding.
  expect(Buffer.byteLength(SCRIPT)).toBeLessThan(16_384);
});

test('stops at the first step that fails', () => {
  expect(SCRIPT.split('\n')[1]).toBe('set -euxo pipefail');
});

test('the user of the service may read the bundle, whatever modes its archive carries', () => {
  const lines = SCRIPT.split('\n');

  expect(lines.indexOf('chmod -R a+rX /opt/kapok')).toBeGreaterThan(
    lines.indexOf('unzip -q -o /tmp/kapok.zip -d /opt/kapok'),
  );
});

test('the unit runs the bundle as a user of its own, again whenever it ends', () => {
  const unit = heredoc('KAPOK_SERVICE_UNIT');

  for (const line of [
    'User=kapok',
    'EnvironmentFile=/etc/kapok/service.env',
    'ExecStart=/usr/bin/node-24 /opt/kapok/main.js',
    'Restart=always',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'CapabilityBoundingSet=',
    `TimeoutStopSec=${SERVICE_STOP_SECONDS}`,
  ]) {
    expect(unit.split('\n')).toContain(line);
  }
});

test('the service has longer to stop than the load balancer takes to drain', () => {
  expect(SERVICE_STOP_SECONDS).toBeGreaterThan(DEREGISTRATION_DELAY.toSeconds());
});

test('an instance is let in only after the service answers, at every boot', () => {
  const launched = heredoc('KAPOK_LAUNCHED');

  expect(launched.indexOf('http://127.0.0.1:8080/healthz')).toBeGreaterThan(0);
  expect(launched.indexOf('complete-lifecycle-action')).toBeGreaterThan(
    launched.indexOf('http://127.0.0.1:8080/healthz'),
  );
  expect(launched).toContain('--auto-scaling-group-name the-group ');
  expect(launched).toContain('--lifecycle-hook-name the-hook ');
  expect(SCRIPT).toContain('systemctl enable --now --no-block kapok-launched.service');
});
