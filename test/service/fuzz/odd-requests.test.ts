import { type TestApp, testApp } from '../fixtures/app';
import { type RawAnswer, RawConnection } from './raw-http';

let citizen: TestApp;
let port: number;

beforeAll(async () => {
  citizen = await testApp('citizen');
  await citizen.app.listen({ host: '127.0.0.1', port: 0 });
  port = (citizen.app.server.address() as { readonly port: number }).port;
});

afterAll(() => citizen.app.close());

async function answerTo(bytes: string): Promise<RawAnswer | undefined> {
  const connection = new RawConnection(port);
  connection.write(bytes);
  const answer = await connection.answer('GET');
  connection.close();
  return answer;
}

const REGION = { 'x-kapok-region': 'ap-southeast-1' };

test('an expectation that nobody knows is passed over, and the answer says its region', async () => {
  const answer = await answerTo('GET /healthz HTTP/1.1\r\nhost: a\r\nexpect: 200-ok\r\n\r\n');
  expect(answer).toMatchObject({ status: 200, headers: REGION });
});

test.each(['/healthz', '/service-status'])(
  'fails with an error of the service when %s is asked for without a host',
  async (path) => {
    const answer = await answerTo(`GET ${path} HTTP/1.1\r\n\r\n`);
    expect(answer).toMatchObject({ status: 400, headers: { ...REGION, connection: 'close' } });
    expect(JSON.parse(String(answer?.body)).error.code).toBe('KAPOK_REQUEST_MALFORMED');
  },
);

test('a host is not asked of HTTP/1.0, which knows none', async () => {
  expect(await answerTo('GET /healthz HTTP/1.0\r\n\r\n')).toMatchObject({ status: 200 });
});
