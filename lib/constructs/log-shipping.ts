/**
 * How the service's lines leave an instance: systemd appends its standard output to a file, the
 * CloudWatch agent reads the file and sends each line, and CloudWatch Logs makes metrics of the lines
 * that hold some. A file, because the service then waits for nobody: not for the agent, not for the
 * network, and what could not be sent yet lies on the disk.
 */

/** Folder of the service's lines. */
export const LOG_DIRECTORY = '/var/log/kapok';

/** File that the service's standard output is appended to. */
export const LOG_FILE = `${LOG_DIRECTORY}/service.log`;

/** Where the agent looks for its configuration when it starts, without a tool that puts it there. */
export const AGENT_CONFIGURATION_FILE =
  '/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json';

/** User of the agent, made by its package: it reads the lines and owns nothing. */
export const AGENT_USER = 'cwagent';

/** Between two sendings: half the 10 s after which the next metrics come. */
export const FLUSH_SECONDS = 5;

/**
 * When the file is copied away and emptied. Four channels of at most 2 kB every 10 s make 70 MB a day,
 * and the rotation runs daily: with three old ones at most 0.5 GB of the disk's 7 that are free.
 */
export const ROTATE_AT = '64M';

/** Old files that are kept. */
export const ROTATIONS_KEPT = 3;

/** What the agent is told. No metrics of its own: EC2 and the service say enough. */
export function agentConfiguration(region: string, logGroupName: string): string {
  const configuration = {
    agent: { region, run_as_user: AGENT_USER },
    logs: {
      force_flush_interval: FLUSH_SECONDS,
      logs_collected: {
        files: {
          collect_list: [
            {
              file_path: LOG_FILE,
              log_group_name: logGroupName,
              log_stream_name: '{instance_id}',
            },
          ],
        },
      },
    },
  };
  return JSON.stringify(configuration, null, 2);
}

/** Whatever the agent does, the service comes first: in memory, in processor time, and in order. */
export function agentLimits(): string {
  return `[Unit]
After=kapok.service

[Service]
MemoryMax=400M
CPUWeight=10
OOMScoreAdjust=900`;
}

/**
 * The service keeps its file open, so the file is copied and emptied in place; the agent sees that it
 * became shorter and begins anew.
 */
export function rotation(): string {
  return `${LOG_FILE} {
  size ${ROTATE_AT}
  rotate ${ROTATIONS_KEPT}
  copytruncate
  missingok
  notifempty
}`;
}
