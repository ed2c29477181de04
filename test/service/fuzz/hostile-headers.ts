import type { Chance } from './chance';
import type { Corpus } from './corpus';

/** A header as it is sent, the same name perhaps twice. */
export type Header = readonly [name: string, value: string];

const NAMES = [
  'authorization',
  'x-kapok-device',
  'origin',
  'content-type',
  'content-encoding',
  'accept-encoding',
  'if-none-match',
  'x-request-id',
  'x-forwarded-for',
  'signature',
  'signature-input',
  'content-digest',
  'cookie',
  'host',
  'expect',
  'upgrade',
  'connection',
  'range',
  '__proto__',
  'constructor',
] as const;

const VALUES: Readonly<Record<string, readonly string[]>> = {
  origin: ['https://code.code.example.org', 'https://evil.example', 'null'],
  'content-type': [
    'text/plain',
    'application/json; charset=utf-16',
    'application/xml',
    'multipart/form-data',
    ';',
  ],
  'content-encoding': ['gzip', 'br', 'identity'],
  'accept-encoding': ['gzip', 'br', 'gzip;q=0', '*', 'gzip, deflate, br, zstd'],
  'if-none-match': ['*', '"x"', 'W/"x", "y"'],
  expect: ['100-continue', '200-ok', '100-continue, x'],
  upgrade: ['websocket', 'h2c'],
  connection: ['close', 'upgrade', 'keep-alive, x', 'content-type'],
  signature: ['kapok=:AA==:', 'kapok=(', 'other=:AA==:', 'kapok=:AA==:, kapok=:AA==:'],
  'signature-input': [
    'kapok=("@method");created=1;nonce="a";keyid="lab-1";tag="kapok-records"',
    'kapok=()',
    'kapok=("@method" "@authority" "@path");created=99999999999999;keyid=""',
    'kapok=("@query-param";name="a");created=-1',
  ],
  'content-digest': ['sha-256=:AA==:', 'md5=:AA==:', `sha-256=:${'A'.repeat(300)}:`],
  host: ['', 'evil.example', '[::1]:1', 'a'.repeat(300)],
};

/** One header that is not what it should be. */
export function hostileHeader(chance: Chance, corpus: Corpus): Header {
  const name = chance.pick(NAMES);
  const known = Object.hasOwn(VALUES, name) ? VALUES[name] : undefined;
  const value = known !== undefined && chance.happens(0.7) ? chance.pick(known) : corpus.text();
  return [name, onOneLine(value)];
}

/** More headers than anybody sends; at times more than Node reads. */
export function manyHeaders(chance: Chance): Header[] {
  const count = chance.pick([60, 150, 900, 2_500]);
  return Array.from({ length: count }, (_, at) => [`x-many-${at % 400}`, 'v']);
}

/** An authorization that proves nothing. */
export function hostileAuthorization(token: string, chance: Chance, corpus: Corpus): string {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const none = Buffer.from('{"alg":"none","typ":"kapok-channel+jwt"}').toString('base64url');
  const other = Buffer.from(`{"alg":"ES256","kid":"${'k'.repeat(40)}"}`).toString('base64url');
  const forged = Buffer.from('{"iss":"suikang","scope":"staff","exp":4102444800}');
  return onOneLine(
    chance.pick([
      `Bearer ${none}.${claims}.`,
      `Bearer ${none}.${claims}.${signature}`,
      `Bearer ${other}.${claims}.${signature}`,
      `Bearer ${header}.${forged.toString('base64url')}.${signature}`,
      `Bearer ${header}.${claims}.${signature.slice(1)}A`,
      `Bearer ${header}.${claims}`,
      `Bearer ${'A'.repeat(7_000)}`,
      `Bearer ${'.'.repeat(500)}`,
      `Basic ${token}`,
      `bearer  ${token}`,
      `Bearer ${token} ${token}`,
      `Bearer ${corpus.text()}`,
      corpus.text(),
    ]),
  );
}

/** A value as Node's parser takes it, so that what is behind the parser is reached. */
export function onOneLine(value: string): string {
  return Buffer.from(value)
    .toString('latin1')
    .replace(/\p{Cc}/gu, '');
}
