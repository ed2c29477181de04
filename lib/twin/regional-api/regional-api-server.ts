import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ScaledClock } from '../clock';
import { DynaliteStore } from '../global-table/dynalite-store';
import { DEFAULT_REPLICATION_LAG_SEC, GlobalTables } from '../global-table/global-tables';
import { AwsError } from './aws-error';
import type { RegionalApiConfiguration } from './configuration';
import { Control } from './control';
import { LoopbackHttp, readText } from './loopback-http';
import { Peers } from './peers';
import { SecretReplicator } from './secret-replicator';
import { SecretStore } from './secret-store';
import { SecretsManager } from './secrets-manager';

const DYNAMODB_TARGET = 'DynamoDB_20120810.';
const SECRETS_MANAGER_TARGET = 'secretsmanager.';

/** Items may be read and written; tables come from the templates, and transactions are not emulated. */
export const DYNAMODB_OPERATIONS: ReadonlySet<string> = new Set([
  ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'],
  ...['BatchGetItem', 'BatchWriteItem', 'DescribeTable', 'ListTables', 'DescribeTimeToLive'],
]);

/** Longer than clients keep idle connections (5 s by default), so that none writes to a closing one. */
const KEEP_ALIVE_MS = 60_000;

/** Wall-clock time between two sweeps of idle connections while the endpoint closes. */
const IDLE_SWEEP_MS = 20;

/** The AWS API endpoint of one region: DynamoDB with global tables, and Secrets Manager. */
export class RegionalApiServer {
  private readonly server: Server;

  private constructor(
    private readonly store: DynaliteStore,
    private readonly tables: GlobalTables,
    private readonly secretReplicator: SecretReplicator,
    private readonly secretsManager: SecretsManager,
    private readonly control: Control,
    private readonly http: LoopbackHttp,
  ) {
    this.server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) =>
      this.dispatch(request, response),
    );
  }

  /** Opens the region's stores as they were left and listens. */
  static async start(configuration: RegionalApiConfiguration): Promise<RegionalApiServer> {
    const { region, directory, secrets } = configuration;
    const clock = ScaledClock.fromEnvironment(configuration.clockEnvironment);
    const lagSec = configuration.replicationLagSec ?? DEFAULT_REPLICATION_LAG_SEC;
    const http = new LoopbackHttp();
    const peers = new Peers(http);
    const secretStore = await SecretStore.open(directory, secrets);
    const store = await DynaliteStore.open(join(directory, 'dynamodb'), region);
    const tables = await GlobalTables.open(store, {
      region,
      clock,
      tables: configuration.tables,
      replicationLagSec: lagSec,
      deliver: (peer, writes) => peers.deliverItems(peer, writes),
    });
    const replicator = new SecretReplicator(region, secretStore, clock, (peer, secret) =>
      peers.deliverSecret(peer, secret),
    );
    const control = new Control({
      region,
      tables,
      secrets: replicator,
      setPeers: (urls) => {
        peers.replace(urls);
        for (const link of tables.linksTo()) link.retryNow();
        replicator.wakeAfter(0);
      },
    });
    const manager = new SecretsManager(
      region,
      secretStore,
      () => clock.now(),
      () => replicator.wakeAfter(lagSec),
    );
    const api = new RegionalApiServer(store, tables, replicator, manager, control, http);
    await api.listen(configuration.port ?? 0);
    return api;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Answers what is under way, then closes the stores. */
  async close(): Promise<void> {
    this.tables.stop();
    this.secretReplicator.stop();
    const closed = new Promise((resolve) => this.server.close(resolve));
    const closeIdle = () => this.server.closeIdleConnections();
    closeIdle();
    // Connections that were busy until now would stay open for KEEP_ALIVE_MS.
    const sweep = setInterval(closeIdle, IDLE_SWEEP_MS);
    await closed;
    clearInterval(sweep);
    this.http.close();
    await this.store.close();
  }

  private async listen(port: number): Promise<void> {
    const attempt = (wanted: number) =>
      new Promise<void>((resolve, reject) => {
        this.server.once('error', reject);
        this.server.listen(wanted, '127.0.0.1', () => {
          this.server.off('error', reject);
          resolve();
        });
      });
    await attempt(port).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      return attempt(0);
    });
  }

  private dispatch(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = target.slice(target.indexOf('.') + 1);
    if (Control.owns(path)) {
      this.answer(request, response, (body) => this.answerControl(path, body));
    } else if (target.startsWith(DYNAMODB_TARGET) && DYNAMODB_OPERATIONS.has(operation)) {
      // Untouched, so that a read costs what it costs dynalite.
      this.store.handle(request, response);
    } else if (target.startsWith(SECRETS_MANAGER_TARGET)) {
      this.answer(request, response, (body) => this.secretsManager.answer(operation, body));
    } else {
      this.answer(request, response, () => this.refuse(target));
    }
  }

  private async refuse(target: string): Promise<never> {
    const what = target || 'a request without X-Amz-Target';
    throw new AwsError('UnknownOperationException', `${what} is not emulated`);
  }

  private async answerControl(path: string, body: object): Promise<object> {
    const answer = await this.control.answer(path, body);
    if (answer === undefined) throw new AwsError('NotFound', `no control path ${path}`, 404);
    return answer;
  }

  /** Answers with JSON what `respond` makes of the request's JSON. */
  private answer(
    request: IncomingMessage,
    response: ServerResponse,
    respond: (body: object) => Promise<object>,
  ): void {
    const send = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    };
    readText(request)
      .then((text) => respond(parseBody(text)))
      .then((body) => send(200, body))
      .catch((error: Error) => {
        const known = error instanceof AwsError ? error : asAwsError(error);
        send(known.status, known.toBody());
      });
  }
}

function parseBody(text: string): object {
  if (text === '') return {};
  try {
    return JSON.parse(text) as object;
  } catch {
    throw new AwsError('SerializationException', 'the request body is not JSON');
  }
}

/** Errors with a code are the caller's; the rest is a fault of this process. */
function asAwsError(error: Error & { code?: string }): AwsError {
  if (error.code?.startsWith('KAPOK_')) return new AwsError(error.code, error.message);
  return new AwsError('InternalServiceError', error.message, 500);
}
