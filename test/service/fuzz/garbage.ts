import type { FuzzTarget } from './target';

/** Bytes that are no request, or not a whole one, or several. */
export function garbage({ chance, corpus }: FuzzTarget): Buffer {
  const line = 'GET /service-status HTTP/1.1\r\n';
  const text = corpus.text();
  const whole = `${line}host: a\r\n\r\n`;
  const post =
    'POST /channels/suikang/code HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
  const bytes = chance.pick([
    text,
    `${text}\r\n\r\n`,
    line,
    `${line}host: a\r\n`,
    `${line}\r\n`,
    `GET ${text} HTTP/1.1\r\nhost: a\r\n\r\n`,
    `GET / HTTP/9.9\r\nhost: a\r\n\r\n`,
    `GET /\r\n\r\n`,
    `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
    `CONNECT code.example.org:443 HTTP/1.1\r\nhost: a\r\n\r\n`,
    `OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n`,
    `GET http://evil.example/healthz HTTP/1.1\r\nhost: a\r\n\r\n`,
    `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
    `${line}host: a\r\nx: ${text}\r\n\r\n`,
    `${line}host: a\r\n${text}: x\r\n\r\n`,
    `${line}host: a\r\nhost: b\r\n\r\n`,
    `${line}host: a\r\n folded: x\r\n\r\n`,
    `${line.replace('\r', '')}host: a\n\n`,
    `${post}content-length: -1\r\n\r\n{}`,
    `${post}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`,
    `${post}content-length: 9999999999999999999\r\n\r\n{}`,
    `${post}content-length: 0x10\r\n\r\n{}`,
    `${post}content-length: 50\r\n\r\n{"idType":`,
    `${post}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
    `${post}transfer-encoding: chunked\r\n\r\n2;${'e'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
    `${post}transfer-encoding: chunked\r\n\r\nfffffff\r\n{}`,
    `${post}transfer-encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    `${post}transfer-encoding: gzip\r\n\r\n{}`,
    `${post}expect: 100-continue\r\ncontent-length: 2\r\n\r\n`,
    `${post}expect: 100-continue\r\ncontent-length: 2\r\n\r\n{}`,
    `${line}host: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
    whole.repeat(1 + chance.below(30)),
    whole + text + whole,
    `${whole}${post}content-length: 2\r\n\r\n{}${whole}`,
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    '\r\n'.repeat(500),
    '\0'.repeat(3_000),
  ]);
  return Buffer.from(bytes, chance.happens(0.5) ? 'latin1' : 'utf8');
}
