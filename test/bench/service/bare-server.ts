import { createServer, type Server } from 'node:http';
import type { MeasuredSetup } from './measured-protocol';

/** What a bare server knows of a caller: whose turn ends when, and the bytes that are his. */
interface Known {
  readonly expiresAtMs: number;
  readonly body: Buffer;
}

/**
 * The limit that Node sets: its own HTTP server, which looks the token up, checks that it has not
 * expired, and sends ready bytes. Everybody has bytes of his own, as people have codes of their own.
 */
export function bareServer({ nowMs, answer }: Pick<MeasuredSetup, 'nowMs' | 'answer'>): Server {
  if (answer === undefined) throw new Error('a bare server needs the bytes to send');
  const headers = [...answer.headers];
  const known = new Map<string, Known>();
  return createServer((request, response) => {
    const token = request.headers.authorization ?? '';
    let caller = known.get(token);
    if (caller === undefined) {
      caller = { expiresAtMs: nowMs + 900_000, body: Buffer.from(answer.body) };
      known.set(token, caller);
    }
    if (caller.expiresAtMs <= nowMs) {
      response.writeHead(401);
      response.end();
      return;
    }
    response.writeHead(200, headers);
    response.end(caller.body);
  });
}
