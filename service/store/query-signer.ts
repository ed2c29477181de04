import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** What signing needs of a request; it may have other headers, which stay unsigned. */
export interface SignableRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/** Whom AWS knows the caller as. */
export interface SigningIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** When and for what is signed, as the SDK says it. */
export interface SigningScope {
  readonly signingDate?: Date | number | string;
  readonly signingRegion?: string;
  readonly signingService?: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** As they are sorted; a header that a request does not have is not signed. */
const SIGNED = [
  'content-type',
  'host',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-target',
];

/** What holds for a day. */
interface DayKey {
  readonly of: string;
  readonly identity: SigningIdentity;
  readonly key: KeyObject;
}

/**
 * Signs calls to DynamoDB, which all go to `POST /` with a text as their body, by AWS's Signature
 * Version 4. The SDK's own signer takes requests of any kind, and its own kind of them.
 */
export class QuerySigner {
  private day: DayKey | undefined;

  /** @param identity the SDK's own, which renews it */
  constructor(private readonly identity: () => Promise<SigningIdentity>) {}

  /** Adds the headers of the signature. */
  async sign<Request extends SignableRequest>(
    request: Request,
    { signingDate, signingRegion = '', signingService = 'dynamodb' }: SigningScope,
  ): Promise<Request> {
    const identity = await this.identity();
    const { headers } = request;
    const date = new Date(signingDate ?? Date.now()).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const bodyHash = sha256(bodyOf(request));
    headers['x-amz-date'] = date;
    headers['x-amz-content-sha256'] = bodyHash;
    if (identity.sessionToken !== undefined)
      headers['x-amz-security-token'] = identity.sessionToken;
    const scope = `${date.slice(0, 8)}/${signingRegion}/${signingService}/aws4_request`;
    const names = SIGNED.filter((name) => headers[name] !== undefined);
    const list = names.join(';');
    const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim()}\n`).join('');
    const canonical = `${request.method}\n/\n\n${lines}\n${list}\n${bodyHash}`;
    const text = `${ALGORITHM}\n${date}\n${scope}\n${sha256(canonical)}`;
    const signature = createHmac('sha256', this.keyOf(identity, scope)).update(text).digest('hex');
    const credential = `${identity.accessKeyId}/${scope}`;
    headers.authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${list}, Signature=${signature}`;
    return request;
  }

  private keyOf(identity: SigningIdentity, scope: string): KeyObject {
    if (this.day?.of !== scope || this.day.identity !== identity) {
      const start: Buffer | string = `AWS4${identity.secretAccessKey}`;
      const bytes = scope
        .split('/')
        .reduce<Buffer | string>(
          (key, part) => createHmac('sha256', key).update(part).digest(),
          start,
        );
      this.day = { of: scope, identity, key: createSecretKey(bytes as Buffer) };
    }
    return this.day.key;
  }
}

function bodyOf({ body }: SignableRequest): string | Uint8Array {
  if (body === undefined) return '';
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  throw new Error('only a text or bytes can be signed');
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
