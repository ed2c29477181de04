import { testApp } from '../fixtures/app';
import { channelToken } from '../fixtures/callers';
import { MemoryFactStore } from '../fixtures/memory-stores';
import { RawConnection } from '../fuzz/raw-http';

/** Never answers. */
class HungFacts extends MemoryFactStore {
  override factsOf(): Promise<never> {
    return new Promise(() => undefined);
  }
}

/** Ends when it holds; the test's own time limit is what ends it otherwise. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

test('requests that wait in a line on one connection give their places back when it is cut', async () => {
  const { app, admission, clock } = await testApp('citizen', { facts: new HungFacts() });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { readonly port: number };
  const token = await channelToken({ atMs: clock.now() });
  const request =
    'GET /channels/suikang/me/tests HTTP/1.1\r\nhost: a\r\n' +
    `authorization: Bearer ${token}\r\n\r\n`;
  const connection = new RawConnection(port);
  connection.write(request.repeat(15));
  await until(() => admission.state.inFlight === 15);
  connection.close();
  await until(() => admission.state.inFlight === 0);
  await app.close();
}, 5_000);
