import type { FastifyReply, FastifyRequest } from 'fastify';

/** An answer for everyone, made when what it says changes and not when it is asked for. */
export interface PublishedDocument {
  readonly body: Buffer;
  readonly etag: string;
}

/** How a document is sent. */
export interface PublishedAs {
  readonly type: string;
  readonly maxAgeSeconds: number;
}

/** Sends a document, or says that the asker has it. */
export function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, etag }: PublishedDocument,
  { type, maxAgeSeconds }: PublishedAs,
): FastifyReply {
  reply.header('etag', etag).header('cache-control', `public, max-age=${maxAgeSeconds}`);
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.header('content-type', type).send(body);
}

/** The weak comparison of RFC 9110, section 13.1.2. */
function isKnown(known: string | undefined, etag: string): boolean {
  if (known === undefined) return false;
  const tags = known.split(',').map((tag) => opaque(tag.trim()));
  return tags.includes('*') || tags.includes(opaque(etag));
}

function opaque(etag: string): string {
  return etag.startsWith('W/') ? etag.slice(2) : etag;
}
