import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { HttpsPost } from '../../lambda/adapters/https-post';

/** An HTTPS server on this machine, under a public name. */
export class TlsServer {
  private constructor(
    private readonly server: Server,
    private readonly certificate: string,
  ) {}

  /** Starts one whose certificate is for `name`. */
  static async start(name: string, listener: RequestListener): Promise<TlsServer> {
    const identity = await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
    });
    const server = createServer({ cert: identity.cert, key: identity.private }, listener);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TlsServer(server, identity.cert);
  }

  /** A client for which every name leads to this server. */
  client({ trusted }: { readonly trusted: boolean }): HttpsPost {
    const { port } = this.server.address() as AddressInfo;
    return new HttpsPost({
      port,
      ca: trusted ? this.certificate : undefined,
      lookup: (_, { all }, callback) => {
        if (all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
        else callback(null, '127.0.0.1', 4);
      },
    });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
