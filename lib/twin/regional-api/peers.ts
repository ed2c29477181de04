import type { ReplicatedWrite } from '../global-table/replicated-write';
import { CONTROL_PATHS } from './control';
import type { LoopbackHttp } from './loopback-http';
import type { ReplicatedSecret } from './secret-replicator';

/** The region's address is not known: it has not started, or nobody has introduced it. */
export class UnknownPeerError extends Error {
  readonly code = 'KAPOK_TWIN_UNKNOWN_PEER';

  constructor(readonly region: string) {
    super(`the address of ${region} is not known`);
  }
}

/** The other regions' endpoints, which may move when a region is started again. */
export class Peers {
  private urls: Readonly<Record<string, string>> = {};

  constructor(private readonly http: LoopbackHttp) {}

  /** Takes the peers' URLs in place of those known so far. */
  replace(urls: Readonly<Record<string, string>>): void {
    this.urls = urls;
  }

  async deliverItems(region: string, writes: readonly ReplicatedWrite[]): Promise<void> {
    await this.http.post(this.urlOf(region) + CONTROL_PATHS.items, { writes });
  }

  async deliverSecret(region: string, secret: ReplicatedSecret): Promise<void> {
    await this.http.post(this.urlOf(region) + CONTROL_PATHS.secret, { secret });
  }

  private urlOf(region: string): string {
    const url = this.urls[region];
    if (url === undefined) throw new UnknownPeerError(region);
    return url;
  }
}
