import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { MATCH_WINDOW_BYTES } from '../../../lib/twin/route53/string-match';
import { VirtualClock } from '../virtual-clock';
import { closeEndpoints, FAILED, http, MATCH, PASSED, probed } from './endpoints';

afterEach(closeEndpoints);

test.each([
  ['E8', 1.9, PASSED],
  ['E8', 2.1, FAILED],
])('%s: body %d s after the status', async (_rule, afterSec, expected) => {
  const clock = new VirtualClock();
  const { at } = await http(async (_request, response) => {
    response.flushHeaders();
    await clock.scheduled(3); // connect, status, body
    clock.advance(afterSec);
    response.end(MATCH.searchString);
  });
  expect(await probed({ check: MATCH, at, clock })).toEqual(expected);
});

const padded = (endsAt: number) =>
  Buffer.from(
    `${'.'.repeat(endsAt - MATCH.searchString.length)}${MATCH.searchString}${'.'.repeat(99)}`,
  );

// Same page: "the string must appear entirely in the first 5,120 bytes"; compression with gzip or deflate.
test.each([
  ['E8: ends at byte 5,120', padded(MATCH_WINDOW_BYTES), undefined, PASSED],
  ['E8: ends at byte 5,121', padded(MATCH_WINDOW_BYTES + 1), undefined, FAILED],
  ['E8: wrong case', Buffer.from('kapok-serving a'), undefined, FAILED],
  ['E8: gzip', gzipSync(MATCH.searchString), 'gzip', PASSED],
  ['E8: br', brotliCompressSync(MATCH.searchString), 'br', FAILED],
  ['deflate', deflateSync(MATCH.searchString), 'deflate', PASSED],
  ['gzip, decoded past the window', gzipSync(padded(MATCH_WINDOW_BYTES + 1)), 'GZIP', FAILED],
  ['gzip that is none', Buffer.from(MATCH.searchString), 'gzip', FAILED],
  ['gzip cut short', gzipSync('x'.repeat(3000)).subarray(0, 20), 'gzip', FAILED],
  ['identity', Buffer.from(MATCH.searchString), 'identity', PASSED],
  ['empty body', Buffer.alloc(0), undefined, FAILED],
  ['another region', Buffer.from('KAPOK-SERVING b'), undefined, FAILED],
])('string match, %s', async (_rule, body, encoding, expected) => {
  const { at } = await http((_request, response) => {
    if (encoding !== undefined) response.setHeader('content-encoding', encoding);
    response.end(body);
  });
  expect(await probed({ check: MATCH, at })).toEqual(expected);
});

test('a string split over two writes is found', async () => {
  const { at } = await http((_request, response) => {
    response.write('KAPOK-SER');
    response.write('VING a', () => response.end());
  });
  expect(await probed({ check: MATCH, at })).toEqual(PASSED);
});

test('fails as soon as the window is full, without waiting for the end of the body', async () => {
  const { at } = await http((_request, response) => {
    response.write('.'.repeat(MATCH_WINDOW_BYTES));
  });
  expect(await probed({ check: MATCH, at })).toEqual(FAILED);
});

test('fails for a 503 that carries the string', async () => {
  const { at } = await http((_request, response) => {
    response.writeHead(503).end(MATCH.searchString);
  });
  expect(await probed({ check: MATCH, at })).toEqual(FAILED);
});
