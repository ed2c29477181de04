import type { EvacuationOrder } from '../../../service/evacuation/control-items';
import { type TestApp, testApp } from '../fixtures/app';

const OWN = 'ap-southeast-1';
const PEER = 'ap-northeast-1';

let tested: TestApp;

afterEach(() => tested.http.close());

function evacuate(region: string, more: Partial<EvacuationOrder> = {}): void {
  const atMs = tested.clock.now();
  const base = { order: 'evacuate', via: 'both', by: 'operator', reason: 'drill' } as const;
  tested.control.view = {
    heartbeats: [{ region: PEER, state: 'serving', originName: 'peer', atMs }],
    orders: [{ region, atMs, ...base, ...more }],
  };
}

async function ask(path: string): Promise<[number, string]> {
  const { statusCode, body } = await tested.http.send(path);
  return [statusCode, body];
}

describe.each(['citizen', 'partner'] as const)('the %s fleet', (fleet) => {
  beforeEach(async () => {
    tested = await testApp(fleet);
  });

  test('serves and says so, in plain text that is never cached', async () => {
    expect(await ask('/regional-health')).toEqual([200, `KAPOK-SERVING ${OWN}\n`]);
    const { headers } = await tested.http.send('/regional-health');
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-kapok-region': OWN,
      'x-kapok-instance': 'i-1',
    });
  });

  test('evacuated, it says that it has left but stays alive', async () => {
    evacuate(OWN);
    expect(await ask('/regional-health')).toEqual([200, `KAPOK-LEFT ${OWN}\n`]);
    expect(await ask('/healthz')).toEqual([200, 'ok\n']);
    expect(await ask(`/evacuations/${PEER}`)).toEqual([404, 'no evacuation\n']);
  });

  test('serves again when its peer has been silent for 30 s', async () => {
    evacuate(OWN);
    tested.clock.advance(30);
    expect((await ask('/regional-health'))[0]).toBe(200);
  });

  test('speaks for an evacuated peer until it returns', async () => {
    evacuate(PEER);
    expect(await ask(`/evacuations/${PEER}`)).toEqual([200, `KAPOK-EVACUATED ${PEER}\n`]);
    evacuate(PEER, { order: 'return' });
    expect(await ask(`/evacuations/${PEER}`)).toEqual([404, 'no evacuation\n']);
  });

  test('health does not depend on the store', async () => {
    tested.facts.answers = () => false;
    expect((await ask('/healthz'))[0]).toBe(200);
    expect((await ask('/regional-health'))[0]).toBe(200);
  });
});
