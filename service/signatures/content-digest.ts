import { createHash, timingSafeEqual } from 'node:crypto';
import { parseDictionary } from 'structured-headers';

/** The one algorithm whose digest counts; others may stand beside it. */
export const DIGEST_ALGORITHM = 'sha-256';

/** Whether a `content-digest` header (RFC 9530) holds the digest of a body, byte for byte. */
export function holdsDigestOf(body: Buffer, header: string | string[] | undefined): boolean {
  const sent = digestIn(Array.isArray(header) ? header.join(', ') : (header ?? ''));
  const own = createHash('sha256').update(body).digest();
  return sent !== undefined && sent.length === own.length && timingSafeEqual(sent, own);
}

function digestIn(text: string): Buffer | undefined {
  try {
    const [value] = parseDictionary(text).get(DIGEST_ALGORITHM) ?? [];
    return value instanceof ArrayBuffer ? Buffer.from(value) : undefined;
  } catch {
    return undefined;
  }
}
