import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { encodingFor, PageFiles } from '../../../service/web/page-files';
import { PAGE_ROUTES } from '../../../service/web/static-routes';
import { type TestApp, testApp } from '../fixtures/app';
import { builtPage } from './fixtures/page-server';

let app: TestApp;
let bare: TestApp;
let origin: string;

beforeAll(async () => {
  [app, bare] = await Promise.all([
    testApp('citizen', {}, { page: builtPage() }),
    testApp('citizen'),
  ]);
  origin = await app.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.app.close();
  await bare.http.close();
});

async function raw(path: string, headers: Record<string, string> = {}) {
  const { request } = await import('undici');
  const answer = await request(`${origin}${path}`, { headers });
  return {
    status: answer.statusCode,
    headers: answer.headers as Record<string, string>,
    body: Buffer.from(await answer.body.arrayBuffer()),
  };
}

test('the page comes in the encoding that the phone takes best, and is the same in each', async () => {
  const plain = await raw('/');
  const gzip = await raw('/', { 'accept-encoding': 'gzip, deflate' });
  const brotli = await raw('/', { 'accept-encoding': 'gzip, deflate, br' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(gunzipSync(gzip.body)).toEqual(plain.body);
  expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
  expect(brotli.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-encoding': 'br',
    vary: 'accept-encoding',
    'cache-control': 'no-cache',
  });
});

test('a page that has not changed is not sent again', async () => {
  const { headers } = await raw('/', { 'accept-encoding': 'br' });
  const again = await raw('/', { 'accept-encoding': 'br', 'if-none-match': headers.etag ?? '' });
  expect(again).toMatchObject({ status: 304 });
  expect(again.body).toHaveLength(0);
});

test('what a page names may be kept for ever, as its name says what is in it', async () => {
  const script = /src="([^"]+)"/.exec((await raw('/')).body.toString())?.[1] ?? '';
  expect((await raw(script)).headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
});

test('the page runs our script only, asks our regions only, and has no camera', async () => {
  const { headers } = await raw('/');
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'sha256-[^']+'; /);
  expect(policy).toContain("connect-src 'self' https://*.origin.code.example.org;");
  expect(headers).toMatchObject({
    'permissions-policy': expect.stringMatching(/^camera=\(\),/),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
});

test('the verifier’s page may use the camera, and knows whose codes it takes', async () => {
  const { headers, body } = await raw('/verifier');
  expect(headers['permissions-policy']).toMatch(/^camera=\(self\),/);
  expect(body.toString()).toContain('content="https://code.code.example.org"');
});

test('every route of the page stands in the API reference', () => {
  const paths = app.specs.map(({ path }) => path);
  for (const { path } of Object.values(PAGE_ROUTES)) expect(paths).toContain(path);
});

test.each(['/assets/none.js', '/assets/..%2Findex.html', '/index.html'])(
  'fails with a typed answer for %s',
  async (path) => {
    const answer = await raw(path);
    expect([400, 404]).toContain(answer.status);
    expect(JSON.parse(answer.body.toString()).error.code).toMatch(
      /^KAPOK_(ROUTE_UNKNOWN|FIELD_INVALID)$/,
    );
  },
);

test('fails with a typed 404 where the program stands without its page', async () => {
  expect(PageFiles.tryRead('/no/such/folder', 'https://code.example.org')).toBeUndefined();
  const answer = await bare.http.send('/');
  expect(answer.statusCode).toBe(404);
  expect(answer.json().error.code).toBe('KAPOK_ROUTE_UNKNOWN');
});

test.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip', 'gzip'],
  ['gzip;q=1.0, br;q=0.1', 'br'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0.000, gzip;q=0', 'identity'],
  ['deflate', 'identity'],
] as const)('accepting "%s" is answered in %s', (accepted, encoding) => {
  expect(encodingFor(accepted)).toBe(encoding);
});
