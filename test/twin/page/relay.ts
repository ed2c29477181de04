import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A port that stays the same while the load balancer behind it dies and returns under another one. What
 * happens to a connection then is the relay's to say: cut off, or left without a word, as when a region
 * is gone with its network.
 */
export class Relay {
  /** Takes connections and says nothing. */
  isSilent = false;
  private readonly server = createServer((client) => this.serve(client));
  private readonly clients = new Set<Socket>();

  /** @param target port of the load balancer at this moment */
  constructor(private readonly target: () => number) {}

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Listens on a free port. */
  async open(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** Nothing listens any more. */
  async close(): Promise<void> {
    this.server.close();
    for (const client of this.clients) client.destroy();
    await once(this.server, 'close');
  }

  private serve(client: Socket): void {
    this.clients.add(client);
    client.on('error', () => undefined);
    client.on('close', () => this.clients.delete(client));
    if (this.isSilent) return;
    const target = connect(this.target(), '127.0.0.1');
    target.on('error', () => undefined);
    target.on('close', () => {
      if (!this.isSilent) client.destroy();
    });
    client.on('close', () => target.destroy());
    client.on('data', (data) => target.write(data));
    target.on('data', (data) => client.write(data));
  }
}
