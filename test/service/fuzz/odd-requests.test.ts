import { testApp } from '../fixtures/app';
import { RawConnection } from './raw-http';

test('an expectation that nobody knows is passed over, and the answer says its region', async () => {
  const { app } = await testApp('citizen');
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address() as { readonly port: number };
  const connection = new RawConnection(address.port);
  connection.write('GET /healthz HTTP/1.1\r\nhost: a\r\nexpect: 200-ok\r\n\r\n');
  const answer = await connection.answer('GET');
  expect(answer).toMatchObject({ status: 200, headers: { 'x-kapok-region': 'ap-southeast-1' } });
  connection.close();
  await app.close();
});
