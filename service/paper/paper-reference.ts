import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

/** Bytes of the nonce and of the tag of AES-256-GCM (NIST SP 800-38D). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Bytes of the number of a paper: 128 random bits. */
export const PAPER_ID_BYTES = 16;

/** Bytes of a person key, an HMAC-SHA-256. */
const PERSON_BYTES = 32;

/** Bytes of a time in milliseconds: 48 bits last until the year 10889. */
const TIME_BYTES = 6;

const FIXED_BYTES = PAPER_ID_BYTES + PERSON_BYTES + TIME_BYTES;

/** What a paper refers to; nobody without the key reads any of it. */
export interface PaperReference {
  /** Base64url. */
  readonly paperId: string;
  readonly personKey: string;
  readonly issuedAtMs: number;
  /** Masked; absent when the channel knew none. */
  readonly name?: string;
}

/** Encrypts references and knows its own again. */
export class PaperReferences {
  /** @param randomBytes random bytes fit for keys */
  constructor(
    private readonly key: KeyObject,
    private readonly randomBytes: (bytes: number) => Buffer,
  ) {}

  /** @param bound what the reference belongs to and cannot be read without */
  seal({ paperId, personKey, issuedAtMs, name = '' }: PaperReference, bound: string): string {
    const time = Buffer.alloc(TIME_BYTES);
    time.writeUIntBE(issuedAtMs, 0, TIME_BYTES);
    const plain = Buffer.concat([
      Buffer.from(paperId, 'base64url'),
      Buffer.from(personKey, 'hex'),
      time,
      Buffer.from(name),
    ]);
    const nonce = this.randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(bound));
    const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final()]);
    return Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64url');
  }

  /** What a reference says; undefined when this service did not make it for what it is bound to. */
  tryOpen(reference: string, bound: string): PaperReference | undefined {
    const bytes = Buffer.from(reference, 'base64url');
    if (bytes.length < NONCE_BYTES + FIXED_BYTES + TAG_BYTES) return undefined;
    try {
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const options = { authTagLength: TAG_BYTES };
      const decipher = createDecipheriv('aes-256-gcm', this.key, nonce, options)
        .setAAD(Buffer.from(bound))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      const sealed = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
      return parse(Buffer.concat([decipher.update(sealed), decipher.final()]));
    } catch {
      return undefined;
    }
  }
}

function parse(plain: Buffer): PaperReference {
  const personAt = PAPER_ID_BYTES;
  const timeAt = personAt + PERSON_BYTES;
  const name = plain.toString('utf8', FIXED_BYTES);
  return {
    paperId: plain.toString('base64url', 0, personAt),
    personKey: plain.toString('hex', personAt, timeAt),
    issuedAtMs: plain.readUIntBE(timeAt, TIME_BYTES),
    ...(name !== '' && { name }),
  };
}
