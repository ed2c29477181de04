import { ANSWER_LIMIT } from '../../../lambda/adapters/https-post';
import { TlsServer } from '../tls-server';

const NAME = 'eu-west-1.origin.example.org';

let server: TlsServer;
beforeAll(async () => {
  server = await TlsServer.start(NAME, (request, response) => {
    if (request.url === '/silent') return;
    if (request.method === 'GET') {
      response.end(`GET ${request.url} ${request.headers['user-agent']}`);
      return;
    }
    if (request.url === '/endless') {
      response.end('x'.repeat(ANSWER_LIMIT + 1));
      return;
    }
    if (request.url === '/half') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      return;
    }
    request.setEncoding('utf8').on('data', (body: string) => {
      response.writeHead(201, { 'x-kapok-region': 'eu-west-1' });
      response.end(
        JSON.stringify({ method: request.method, type: request.headers['content-type'], body }),
      );
    });
  });
});
afterAll(() => server.close());

const post = { hostname: NAME, path: '/', body: '{"a":1}', deadlineMs: 5_000 };

test('sends JSON and gives back status, headers and body', async () => {
  const answer = await server.client({ trusted: true }).post(post);

  expect(answer.status).toBe(201);
  expect(answer.headers['x-kapok-region']).toBe('eu-west-1');
  expect(JSON.parse(answer.body)).toEqual({
    method: 'POST',
    type: 'application/json',
    body: '{"a":1}',
  });
});

test('asks without a body', async () => {
  const question = { hostname: NAME, path: '/keys', deadlineMs: 5_000 };
  const answer = await server.client({ trusted: true }).get(question);

  expect([answer.status, answer.body]).toEqual([200, 'GET /keys kapok-canary']);
});

test('fails when nobody vouches for the certificate', async () => {
  await expect(server.client({ trusted: false }).post(post)).rejects.toThrow(/self-signed/);
});

test('fails when the certificate is for another name', async () => {
  const client = server.client({ trusted: true });

  await expect(client.post({ ...post, hostname: 'other.example.org' })).rejects.toThrow(/altnames/);
});

test.each(['/silent', '/half'])(
  'fails at the deadline without a whole answer from %s',
  async (path) => {
    const client = server.client({ trusted: true });

    await expect(client.post({ ...post, path, deadlineMs: 50 })).rejects.toThrow(/abort|timeout/i);
  },
);

test('fails for an answer that is far too long', async () => {
  const client = server.client({ trusted: true });

  await expect(client.post({ ...post, path: '/endless' })).rejects.toMatchObject({
    code: 'KAPOK_ANSWER_TOO_LONG',
    message: expect.stringContaining('is longer than 65536'),
  });
});
