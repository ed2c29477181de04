import { createHash, randomUUID, sign } from 'node:crypto';
import { httpbis } from 'http-message-signatures';
import type { Clock } from '../clock';
import type { CallerKey } from './caller-key';

/** What is signed of a request. */
export interface SignedRequest {
  readonly method: 'GET' | 'POST';
  /** Name under which the service is asked. */
  readonly name: string;
  readonly path: string;
  /** @default no body */
  readonly body?: string;
}

const COMPONENTS = ['@method', '@authority', '@path'];

/** Signs requests to the partner API as its sources do: RFC 9421 over a digest of RFC 9530. */
export class RequestSigner {
  constructor(
    private readonly key: CallerKey,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** The headers that make a request one of the key's owner. */
  async headersFor(request: SignedRequest): Promise<Record<string, string>> {
    const { method, name, path, body } = request;
    const message = { method, url: `https://${name}${path}`, headers: headersOf(body) };
    const { headers } = await httpbis.signMessage(
      {
        name: 'kapok',
        key: { id: this.key.kid, sign: async (data) => this.signatureOf(data) },
        fields: body === undefined ? COMPONENTS : [...COMPONENTS, 'content-digest'],
        params: ['created', 'nonce', 'keyid', 'tag'],
        paramValues: {
          created: new Date(this.clock.now()),
          nonce: randomUUID(),
          tag: 'kapok-records',
        },
      },
      message,
    );
    return Object.fromEntries(
      Object.entries(headers).map(([header, value]) => [header.toLowerCase(), String(value)]),
    );
  }

  /** ecdsa-p256-sha256 of RFC 9421, 3.3.4. */
  private signatureOf(data: Buffer): Buffer {
    return sign('sha256', data, { key: this.key.privateKey, dsaEncoding: 'ieee-p1363' });
  }
}

function headersOf(body: string | undefined): Record<string, string> {
  if (body === undefined) return {};
  const digest = createHash('sha256').update(body).digest('base64');
  return { 'content-type': 'application/json', 'content-digest': `sha-256=:${digest}:` };
}
