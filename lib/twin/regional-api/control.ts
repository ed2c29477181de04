import type { GlobalTables, GlobalTablesStatus } from '../global-table/global-tables';
import type { PeerLink } from '../global-table/peer-link';
import type { ReplicatedWrite } from '../global-table/replicated-write';
import type { ReplicatedSecret, SecretReplicator } from './secret-replicator';

/** Answer of `GET /twin/status`. */
export interface RegionalApiStatus extends GlobalTablesStatus {
  readonly region: string;
}

/** What the twin and the peers ask for. */
export interface ControlOptions {
  readonly region: string;
  readonly tables: GlobalTables;
  readonly secrets: SecretReplicator;
  readonly setPeers: (urls: Readonly<Record<string, string>>) => void;
}

/** The paths for `Control.answer`. */
export const CONTROL_PATHS = {
  status: '/twin/status',
  peers: '/twin/peers',
  pause: '/twin/replication/pause',
  resume: '/twin/replication/resume',
  lag: '/twin/replication/lag',
  items: '/replication/items',
  secret: '/replication/secret',
} as const;

interface ControlRequest {
  readonly peer?: string;
  readonly seconds?: number;
  readonly urls?: Readonly<Record<string, string>>;
  readonly writes?: readonly ReplicatedWrite[];
  readonly secret?: ReplicatedSecret;
}

/** A request to the control paths that cannot be meant. */
export class ControlRequestError extends Error {
  readonly code = 'KAPOK_TWIN_CONTROL_REQUEST';
}

/** The paths beside the AWS APIs: the twin's controls and the regions' own traffic. */
export class Control {
  constructor(private readonly options: ControlOptions) {}

  /** Whether a path belongs to the controls and not to an AWS API. */
  static owns(path: string): boolean {
    return path.startsWith('/twin/') || path.startsWith('/replication/');
  }

  /** Answers a request; `undefined` means there is no such path. */
  async answer(path: string, request: ControlRequest): Promise<object | undefined> {
    const { tables, secrets, region, setPeers } = this.options;
    switch (path) {
      case CONTROL_PATHS.items:
        await tables.merge(request.writes ?? []);
        return {};
      case CONTROL_PATHS.secret:
        if (request.secret !== undefined) await secrets.merge(request.secret);
        return {};
      case CONTROL_PATHS.status:
        return { region, ...(await tables.status()) } satisfies RegionalApiStatus;
      case CONTROL_PATHS.peers:
        setPeers(request.urls ?? {});
        return {};
      default:
        return this.steer(path, request);
    }
  }

  private steer(path: string, { peer, seconds }: ControlRequest): object | undefined {
    const links = this.options.tables.linksTo(peer);
    if (peer !== undefined && links.length === 0) {
      throw new ControlRequestError(`${this.options.region} replicates nothing to '${peer}'`);
    }
    const act = steering(path, seconds);
    if (act === undefined) return undefined;
    links.forEach(act);
    return {};
  }
}

function steering(
  path: string,
  seconds: number | undefined,
): ((link: PeerLink) => void) | undefined {
  if (path === CONTROL_PATHS.pause) return (link) => link.pause();
  if (path === CONTROL_PATHS.resume) return (link) => link.resume();
  if (path !== CONTROL_PATHS.lag) return undefined;
  if (typeof seconds !== 'number' || !(seconds >= 0)) {
    throw new ControlRequestError(`replication lag must be 0 s or more, not '${seconds}'`);
  }
  return (link) => link.setLag(seconds);
}
