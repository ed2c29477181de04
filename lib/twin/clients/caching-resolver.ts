import { Resolver } from 'node:dns/promises';
import type { Clock } from '../clock';

/** A DNS answer with the moment it may no longer be used. */
interface CachedAnswer {
  readonly addresses: readonly string[];
  readonly expiresAtMs: number;
}

/** Waits before a DNS query is sent again, wall milliseconds; the server is on this machine. */
const QUERY_TIMEOUT_MS = 2_000;

/** One resolver as phones share it: asks the twin's DNS and keeps the answer for its TTL. */
export class CachingResolver {
  private readonly resolver = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: 2 });
  private readonly answers = new Map<string, CachedAnswer>();
  private readonly pending = new Map<string, Promise<CachedAnswer>>();

  constructor(
    private readonly clock: Clock,
    dnsPort: number,
  ) {
    this.resolver.setServers([`127.0.0.1:${dnsPort}`]);
  }

  /**
   * The addresses of a name, from the cache while its TTL lasts (twin seconds).
   * @throws the resolver's error when the name has no address
   */
  async resolve(name: string): Promise<readonly string[]> {
    const known = this.answers.get(name);
    if (known !== undefined && this.clock.now() < known.expiresAtMs) return known.addresses;
    const asked = this.pending.get(name) ?? this.ask(name);
    return (await asked).addresses;
  }

  private ask(name: string): Promise<CachedAnswer> {
    const asked = this.resolver
      .resolve4(name, { ttl: true })
      .then((records) => {
        const ttlSec = Math.min(...records.map((record) => record.ttl));
        const answer = {
          addresses: records.map((record) => record.address),
          expiresAtMs: this.clock.now() + ttlSec * 1000,
        };
        this.answers.set(name, answer);
        return answer;
      })
      .finally(() => this.pending.delete(name));
    this.pending.set(name, asked);
    return asked;
  }

  /** Gives up every query under way. */
  close(): void {
    this.resolver.cancel();
  }
}
