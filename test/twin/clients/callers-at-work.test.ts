import type { TokenSubject } from '../../../lib/twin/callers/channel-tokens';
import type { HttpsAnswer, HttpsRequest } from '../../../lib/twin/clients/https-client';
import { Laboratory } from '../../../lib/twin/clients/laboratory';
import { syntheticPerson } from '../../../lib/twin/clients/people';
import { Phones, type PhonesOptions } from '../../../lib/twin/clients/phones';
import { VirtualClock } from '../virtual-clock';

const ADDRESS = { host: '127.0.0.1', port: 1 };

/** Answers every request with what a test wants, and keeps the requests. */
function fakeHttps(answer: (request: HttpsRequest) => HttpsAnswer) {
  const sent: HttpsRequest[] = [];
  const send = async (request: HttpsRequest) => {
    sent.push(request);
    return answer(request);
  };
  return { sent, send };
}

describe('a laboratory', () => {
  const results = (count: number, status: string) =>
    Array.from({ length: count }, (_, at) => ({ status, factKey: { person: 'p', fact: `${at}` } }));

  function laboratory(answer: (request: HttpsRequest) => HttpsAnswer) {
    const https = fakeHttps(answer);
    let nonce = 0;
    const signer = {
      headersFor: async ({ body = '' }: { body?: string }) => ({
        'content-digest': `of ${body.length}`,
        signature: String(nonce++),
      }),
    };
    const options = { source: 'lab', name: 'partner.example.org', https, signer };
    return { https, laboratory: new Laboratory(options) };
  }

  const batch = {
    address: ADDRESS,
    people: [syntheticPerson(0), syntheticPerson(1)],
    firstRecord: 40,
    sampledAtMs: Date.parse('2022-01-10T00:00:00Z'),
  };

  test('sends records alone, signed as they are sent', async () => {
    const { https, laboratory: lab } = laboratory(() => ({
      status: 200,
      retryAfter: false,
      body: JSON.stringify({ results: results(2, 'stored') }),
    }));

    expect(await lab.send(batch)).toBe(true);
    const [request] = https.sent;
    const body = JSON.parse(String(request?.body)) as { records: object[] };
    expect(Object.keys(body)).toEqual(['records']);
    expect(body.records).toMatchObject([{ recordId: 'r40' }, { recordId: 'r41' }]);
    expect(request).toMatchObject({
      name: 'partner.example.org',
      method: 'POST',
      path: '/records/nucleic-acid-tests',
      headers: { 'content-digest': `of ${request?.body?.length}`, signature: '0' },
    });
    expect(lab.acknowledged.size).toBe(2);
  });

  test('signs a batch anew when it sends it again', async () => {
    const { https, laboratory: lab } = laboratory(() => ({
      status: 503,
      retryAfter: true,
      body: 'later',
    }));
    expect(await lab.send(batch)).toBe(false);
    expect(await lab.send(batch)).toBe(false);
    expect(https.sent.map(({ headers }) => headers?.signature)).toEqual(['0', '1']);
    expect(https.sent[0]?.body).toBe(https.sent[1]?.body);
    expect(lab.lastRefusal).toBe('status 503: later');
  });
});

test('a phone asks with the token of its channel, and names nobody', async () => {
  const https = fakeHttps(() => ({ status: 200, retryAfter: false, body: '{}' }));
  const person = syntheticPerson(3);
  const phones = new Phones({
    clock: new VirtualClock(),
    random: () => 0,
    name: 'code.example.org',
    channels: [{ name: 'suikang', share: 1 }],
    people: [person],
    resolvers: [{ resolve: async () => ['198.18.1.11'] }],
    addressBook: { regionOf: () => 'ap-southeast-1', locate: () => ADDRESS },
    https,
    tokens: {
      tokenOf: (channel: string, { scope, sub }: TokenSubject) => [channel, scope, sub].join(' '),
    },
  } as unknown as PhonesOptions);
  phones.arrive(0);
  await phones.settle();

  expect(https.sent).toEqual([
    expect.objectContaining({
      method: 'POST',
      path: '/channels/suikang/code',
      headers: { authorization: `Bearer suikang citizen 10:${person.idNumber}` },
    }),
  ]);
  expect(https.sent[0]?.body).toBeUndefined();
  expect(phones.samples).toMatchObject([{ outcome: 'served', region: 'ap-southeast-1' }]);
});
