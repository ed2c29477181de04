import type { RouteSpec } from '../../../service/http/route';
import { PARTNER_HOST } from '../fixtures/signed-request';
import type { Header } from './hostile-headers';
import type { FuzzFleet } from './target';

/** How the length of a body is told: as it is, in chunks, or not as it is. */
export type Framing = 'length' | 'chunked' | 'too-short' | 'too-long' | 'both';

/** A request before it becomes bytes. */
export interface FuzzRequest {
  readonly fleet: FuzzFleet;
  /** The route that it was made for. */
  readonly spec: RouteSpec;
  method: string;
  path: string;
  headers: Header[];
  body: string | undefined;
  framing: Framing;
}

/** The bytes of a request. */
export function bytesOf({ method, path, headers, body, framing }: FuzzRequest): Buffer {
  // A blank or a control character would end the request line; those are sent by the garbage.
  const target = path.replace(/[\s\p{Cc}]/gu, '%20');
  const named = headers.some(([name]) => name === 'host')
    ? headers
    : [...headers, ['host', PARTNER_HOST]];
  const lines = [...named, ...framingOf(body, framing)].map(([name, value]) => `${name}: ${value}`);
  const head = `${method} ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), payloadOf(body, framing)]);
}

function framingOf(body: string | undefined, framing: Framing): string[][] {
  if (body === undefined && (framing === 'length' || framing === 'chunked')) return [];
  const length = Buffer.byteLength(body ?? '');
  const chunked = ['transfer-encoding', 'chunked'];
  if (framing === 'chunked') return [chunked];
  if (framing === 'both') return [chunked, ['content-length', String(length)]];
  const told = { length, 'too-short': Math.floor(length / 2), 'too-long': length + 10 }[framing];
  return [['content-length', String(told)]];
}

function payloadOf(body: string | undefined, framing: Framing): Buffer {
  const bytes = Buffer.from(body ?? '');
  if (body === undefined || (framing !== 'chunked' && framing !== 'both')) return bytes;
  const first = bytes.subarray(0, bytes.length / 2);
  const second = bytes.subarray(first.length);
  const chunks = [first, second].filter(({ length }) => length > 0);
  const parts = chunks.flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}\r\n`),
    chunk,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}
