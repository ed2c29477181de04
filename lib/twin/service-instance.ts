import { join } from 'node:path';
import type { FleetTopology } from '../topology/topology';
import { EXIT_WITH_PARENT } from './child-process';
import type { ProcessGroup } from './process-group';

/** What the twin adds to the environment that the template's user data writes. */
export interface InstanceOptions {
  readonly instanceId: string;
  readonly fleet: FleetTopology;
  /** Base URL of the region's AWS API on this machine. */
  readonly awsEndpoint: string;
  /** The twin's clock as the service takes it. */
  readonly clockEnvironment: string;
  readonly group: ProcessGroup;
}

/** One process of the deployed bundle, standing for several instances of its fleet. */
export class ServiceInstance {
  private constructor(
    readonly instanceId: string,
    readonly port: number,
  ) {}

  /**
   * Starts the bundle from the assembly's assets and waits until it listens.
   * @throws TwinError when it dies or stays silent
   */
  static async start(options: InstanceOptions): Promise<ServiceInstance> {
    const { fleet, instanceId } = options;
    const child = options.group.start({
      title: `${fleet.name} instance ${instanceId}`,
      modulePath: join(fleet.service.bundleDirectory, fleet.service.entry),
      imports: [EXIT_WITH_PARENT],
      environment: {
        ...fleet.service.environment,
        KAPOK_CLOCK: options.clockEnvironment,
        KAPOK_INSTANCE: instanceId,
        // One process stands for several instances already; more would not fit on this machine.
        KAPOK_WORKERS: '1',
        HOST: '127.0.0.1',
        PORT: '0',
        AWS_ENDPOINT_URL: options.awsEndpoint,
        // The regional API of the twin accepts any signature; these name no account.
        AWS_ACCESS_KEY_ID: 'twin',
        AWS_SECRET_ACCESS_KEY: 'twin',
      },
    });
    return new ServiceInstance(instanceId, await child.first(listeningPort));
  }
}

/** The service logs one JSON line with its port when it listens. */
function listeningPort(line: unknown): number | undefined {
  if (typeof line !== 'string') return undefined;
  const match = /"msg":"listening".*"port":(\d+)|"port":(\d+).*"msg":"listening"/.exec(line);
  const port = match?.[1] ?? match?.[2];
  return port === undefined ? undefined : Number(port);
}
