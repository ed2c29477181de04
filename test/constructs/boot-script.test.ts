import { execFileSync } from 'node:child_process';
import { bootScript, SERVICE_STOP_SECONDS } from '../../lib/constructs/boot-script';
import { DEREGISTRATION_DELAY } from '../../lib/constructs/front-door-attributes';
import { AGENT_CONFIGURATION_FILE, LOG_FILE } from '../../lib/constructs/log-shipping';
import { STOP_SECONDS } from '../../service/cluster/supervisor';

const SCRIPT = bootScript({
  region: 'ap-southeast-1',
  autoScalingGroupName: 'the-group',
  lifecycleHookName: 'the-hook',
  logGroupName: '/kapok/guangdong/citizen',
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
    KAPOK_CHANNEL_KEYS_SECRET: 'channel-keys',
    KAPOK_PARTNER_KEYS_SECRET: 'partner-keys',
    KAPOK_ORIGIN_NAME: 'ap-southeast-1.origin.example.org',
    KAPOK_CHANNELS: 'one,two',
    KAPOK_CHANNEL_SHARES: '0.7,0.3',
    KAPOK_TIME_ZONE: 'Asia/Shanghai',
    KAPOK_ISSUER: 'https://code.example.org',
    PORT: '8080',
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCOUNT_ID_ENDPOINT_MODE: 'disabled',
    NODE_ENV: 'production',
  },
});

/** Where a line of the script begins; it must be there once. */
function position(line: string): number {
  expect(SCRIPT.split(line)).toHaveLength(2);
  return SCRIPT.indexOf(line);
}

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
    // A process for each core: the first one tells the others to end, and replaces one that is lost.
    'KillMode=mixed',
    'OOMPolicy=continue',
    'LimitNOFILE=1048576',
  ]) {
    expect(unit.split('\n')).toContain(line);
  }
});

test('the service has longer to stop than the load balancer takes to drain', () => {
  expect(SERVICE_STOP_SECONDS).toBeGreaterThan(DEREGISTRATION_DELAY.toSeconds());
  expect(SERVICE_STOP_SECONDS).toBeGreaterThan(STOP_SECONDS);
});

test('what the service says goes to a file that the agent may read and nobody else', () => {
  const unit = heredoc('KAPOK_SERVICE_UNIT').split('\n');

  expect(unit).toContain(`StandardOutput=append:${LOG_FILE}`);
  expect(unit).toContain('StandardError=inherit');
  expect(position(`install --mode 0640 /dev/null ${LOG_FILE}`)).toBeLessThan(
    position('systemctl enable --now kapok.service'),
  );
  expect(SCRIPT).toContain('install --directory --mode 0750 /var/log/kapok');
  expect(SCRIPT).toContain('chgrp -R cwagent /var/log/kapok ||');
});

test('the agent sends each line to the log group of the fleet, and measures nothing itself', () => {
  expect(JSON.parse(heredoc('KAPOK_AGENT'))).toEqual({
    agent: { region: 'ap-southeast-1', run_as_user: 'cwagent' },
    logs: {
      force_flush_interval: 5,
      logs_collected: {
        files: {
          collect_list: [
            {
              file_path: '/var/log/kapok/service.log',
              log_group_name: '/kapok/guangdong/citizen',
              log_stream_name: '{instance_id}',
            },
          ],
        },
      },
    },
  });
  expect(SCRIPT).toContain(`cat > ${AGENT_CONFIGURATION_FILE} <<'KAPOK_AGENT'`);
});

test('the agent is started after the service, waited for by nobody, and may be missing', () => {
  const start = position('systemctl enable --now --no-block amazon-cloudwatch-agent.service');

  expect(start).toBeGreaterThan(position('systemctl enable --now kapok.service'));
  // An instance of the warm pool may be stopped once this unit has run.
  expect(start).toBeLessThan(position('systemctl enable --now --no-block kapok-launched.service'));
  expect(SCRIPT).toMatch(/amazon-cloudwatch-agent\.service \\\n {2}\|\| echo/);
  expect(SCRIPT).toMatch(
    /dnf install .*--setopt=strict=False nodejs24 .*amazon-cloudwatch-agent$/m,
  );
  const limits = heredoc('KAPOK_AGENT_LIMITS').split('\n');
  for (const line of [
    'After=kapok.service',
    'MemoryMax=400M',
    'CPUWeight=10',
    'OOMScoreAdjust=900',
  ]) {
    expect(limits).toContain(line);
  }
});

test('the file of lines is emptied in place before it fills the disk', () => {
  const rules = heredoc('KAPOK_ROTATION')
    .split('\n')
    .map((line) => line.trim());

  expect(rules[0]).toBe(`${LOG_FILE} {`);
  expect(rules).toEqual(expect.arrayContaining(['size 64M', 'rotate 3', 'copytruncate']));
});

test('installs once, in one transaction', () => {
  expect(SCRIPT.match(/dnf /g)).toHaveLength(1);
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
