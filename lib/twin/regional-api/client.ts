import { join } from 'node:path';
import { type Child, TYPESCRIPT_LOADER } from '../child-process';
import type { ProcessGroup } from '../process-group';
import { TwinError } from '../twin-error';
import {
  CONFIGURATION_VARIABLE,
  type FromRegionalApi,
  type RegionalApiConfiguration,
  type ToRegionalApi,
} from './configuration';
import { CONTROL_PATHS, type RegionalApiStatus } from './control';
import { LoopbackHttp } from './loopback-http';

/** What the AWS API of one region is started with. */
export interface RegionalApiOptions extends RegionalApiConfiguration {
  /** The processes of the region; the API becomes one of them. */
  readonly group: ProcessGroup;
}

/** A running AWS API endpoint of one region, in a process of its own. */
export class RegionalApi {
  private readonly http = new LoopbackHttp();

  private constructor(
    readonly region: string,
    /** Port of 127.0.0.1. */
    readonly port: number,
    private readonly child: Child,
  ) {}

  /**
   * Starts the process; its stores are what the directory holds.
   * @throws TwinError when it does not come up
   */
  static async start({ group, ...configuration }: RegionalApiOptions): Promise<RegionalApi> {
    const { region } = configuration;
    const child = group.start({
      title: `AWS API of ${region}`,
      modulePath: join(__dirname, 'process.ts'),
      imports: [TYPESCRIPT_LOADER],
      environment: { [CONFIGURATION_VARIABLE]: JSON.stringify(configuration) },
    });
    const said = await heard(child, ['listening', 'failed']);
    if (said.type === 'listening') return new RegionalApi(region, said.port, child);
    await child.kill();
    throw new TwinError('KAPOK_TWIN_PROCESS_DIED', `the AWS API of ${region} did not start`, {
      got: said.type === 'failed' ? said.reason : said.type,
      fix: 'read the reason above; a folder in use by another twin is the usual cause',
    });
  }

  /** Endpoint for every AWS client of the region (`AWS_ENDPOINT_URL`). */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Tells where the other regions' APIs are; call it again when one moves or comes back. */
  async setPeers(urls: Readonly<Record<string, string>>): Promise<void> {
    await this.post(CONTROL_PATHS.peers, { urls });
  }

  async status(): Promise<RegionalApiStatus> {
    return (await this.http.get(this.url + CONTROL_PATHS.status)) as RegionalApiStatus;
  }

  /** Ends the process with SIGKILL: the region is lost, its disk is not. */
  async kill(): Promise<void> {
    this.http.close();
    await this.child.kill();
  }

  /** Answers what is under way, closes the stores and ends the process. */
  async stop(): Promise<void> {
    this.http.close();
    const stopped = heard(this.child, ['stopped']);
    this.child.send({ type: 'stop' } satisfies ToRegionalApi);
    await stopped;
    await this.child.kill();
  }

  private async post(path: string, body: object): Promise<void> {
    await this.http.post(this.url + path, body);
  }
}

/** Waits for one of the child's messages. */
function heard(child: Child, types: readonly FromRegionalApi['type'][]): Promise<FromRegionalApi> {
  return child.first((said) => {
    if (typeof said !== 'object' || said === null) return undefined;
    const message = said as FromRegionalApi;
    return types.includes(message.type) ? message : undefined;
  });
}
