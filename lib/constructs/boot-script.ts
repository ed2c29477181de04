import {
  AGENT_CONFIGURATION_FILE,
  AGENT_USER,
  agentConfiguration,
  agentLimits,
  LOG_DIRECTORY,
  LOG_FILE,
  rotation,
} from './log-shipping';
import { SERVICE_ENTRY } from './service-build';
import { environmentFile, type ServiceEnvironment } from './service-environment';

/** What a `bootScript` needs to know. */
export interface BootScriptOptions {
  readonly region: string;
  readonly autoScalingGroupName: string;
  readonly lifecycleHookName: string;
  /** Log group of the service's lines. */
  readonly logGroupName: string;
  /** Where the service's archive lies, as an `s3://` address. */
  readonly bundleUrl: string;
  /** Path of the service's own liveness. */
  readonly livenessPath: string;
  readonly environment: ServiceEnvironment;
}

/** Above the load balancer's 30 s of draining, so that a request that was let in is answered. */
export const SERVICE_STOP_SECONDS = 45;

/**
 * What an instance does between launch and service: install Node, fetch the bundle, start it. It runs
 * once; a start out of the warm pool finds all in place and only starts the units. If a step fails, the
 * lifecycle hook is never completed and Auto Scaling replaces the instance. How long each step takes,
 * and why none can be done earlier, stands in `boot-script.md`.
 */
export function bootScript(options: BootScriptOptions): string {
  return `#!/bin/bash
set -euxo pipefail

# From Amazon's repository in this region's S3, in the version of the image. One transaction, because an
# instance of the warm pool may be stopped as soon as its service answers. Not strict: without its agent
# an instance serves unseen, without Node the service does not answer and the launch is given up.
dnf install --assumeyes --setopt=strict=False nodejs24 unzip amazon-cloudwatch-agent

aws s3 cp --region ${options.region} --no-progress '${options.bundleUrl}' /tmp/kapok.zip
unzip -q -o /tmp/kapok.zip -d /opt/kapok
chmod -R a+rX /opt/kapok
rm /tmp/kapok.zip

useradd --system --no-create-home --shell /sbin/nologin kapok
install --directory --mode 0755 /etc/kapok

cat > /etc/kapok/service.env <<'KAPOK_SERVICE_ENV'
${environmentFile(options.environment)}
KAPOK_SERVICE_ENV

cat > /etc/systemd/system/kapok.service <<'KAPOK_SERVICE_UNIT'
${serviceUnit()}
KAPOK_SERVICE_UNIT

cat > /usr/local/bin/kapok-launched <<'KAPOK_LAUNCHED'
${launchedScript(options)}
KAPOK_LAUNCHED
chmod 0755 /usr/local/bin/kapok-launched

cat > /etc/systemd/system/kapok-launched.service <<'KAPOK_LAUNCHED_UNIT'
${launchedUnit()}
KAPOK_LAUNCHED_UNIT

${logScript(options)}
systemctl daemon-reload
systemctl enable --now kapok.service
# Not waited for: nothing that goes wrong with the agent may cost or delay an instance.
systemctl enable --now --no-block amazon-cloudwatch-agent.service \\
  || echo 'the lines of the service stay on this instance'
systemctl enable --now --no-block kapok-launched.service
`;
}

/**
 * No `MemoryDenyWriteExecute`: V8 compiles to memory it then executes. The service runs a process for
 * each core: the first is told to end and tells the others, and one that the kernel takes for want of
 * memory is replaced by it without an end of all.
 */
function serviceUnit(): string {
  return `[Unit]
Description=Kapok health-code service
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
User=kapok
Group=kapok
EnvironmentFile=/etc/kapok/service.env
ExecStart=/usr/bin/node-24 /opt/kapok/${SERVICE_ENTRY}
StandardOutput=append:${LOG_FILE}
StandardError=inherit
Restart=always
RestartSec=1
TimeoutStopSec=${SERVICE_STOP_SECONDS}
KillMode=mixed
OOMPolicy=continue
LimitNOFILE=1048576
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
ProtectProc=invisible
ProtectClock=yes
ProtectHostname=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
PrivateDevices=yes
PrivateTmp=yes
LockPersonality=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
UMask=0077

[Install]
WantedBy=multi-user.target`;
}

/** Where the lines of the service go, and what takes them further. */
function logScript({ region, logGroupName }: BootScriptOptions): string {
  const limits = '/etc/systemd/system/amazon-cloudwatch-agent.service.d';
  return `install --directory --mode 0750 ${LOG_DIRECTORY}
install --mode 0640 /dev/null ${LOG_FILE}
chgrp -R ${AGENT_USER} ${LOG_DIRECTORY} || echo 'there is no agent'

cat > /etc/logrotate.d/kapok <<'KAPOK_ROTATION'
${rotation()}
KAPOK_ROTATION

install --directory ${limits} $(dirname ${AGENT_CONFIGURATION_FILE})
cat > ${limits}/kapok.conf <<'KAPOK_AGENT_LIMITS'
${agentLimits()}
KAPOK_AGENT_LIMITS

cat > ${AGENT_CONFIGURATION_FILE} <<'KAPOK_AGENT'
${agentConfiguration(region, logGroupName)}
KAPOK_AGENT
`;
}

/**
 * Runs at every boot, because the hook waits at launch into the warm pool and again on the way out of
 * it. After a plain reboot no hook waits, so the last attempt's refusal is not an error.
 */
function launchedScript(options: BootScriptOptions): string {
  const { environment, livenessPath } = options;
  return `#!/bin/bash
# Lets this instance into service, or into the warm pool, once the service answers.
until curl --silent --fail --output /dev/null --max-time 2 \\
  http://127.0.0.1:${environment.PORT}${livenessPath}; do
  sleep 1
done

token=$(curl --silent --fail --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 300' \\
  http://169.254.169.254/latest/api/token)
instance=$(curl --silent --fail --header "X-aws-ec2-metadata-token: $token" \\
  http://169.254.169.254/latest/meta-data/instance-id)

for attempt in {1..20}; do
  aws autoscaling complete-lifecycle-action \\
    --region ${options.region} \\
    --auto-scaling-group-name ${options.autoScalingGroupName} \\
    --lifecycle-hook-name ${options.lifecycleHookName} \\
    --lifecycle-action-result CONTINUE \\
    --instance-id "$instance" && exit 0
  # A whole fleet that launches together must not ask in step.
  sleep $((2 + RANDOM % 4))
done
echo "no lifecycle action waits for $instance"`;
}

function launchedUnit(): string {
  return `[Unit]
Description=Let this instance into service once the Kapok service answers
Wants=network-online.target
After=network-online.target kapok.service

[Service]
Type=oneshot
ExecStart=/usr/local/bin/kapok-launched
TimeoutStartSec=infinity

[Install]
WantedBy=multi-user.target`;
}
