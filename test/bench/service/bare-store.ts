import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * DynamoDB as far as a show-code needs it: every query of a person's partition finds the same three
 * facts, a negative test and two doses. It does no work of its own, so that what is measured is the
 * service and not its store. It can be told to be slow, to fail or to freeze.
 */

/** How the store behaves. */
export type StoreMood = 'well' | 'slow' | 'half' | 'frozen' | 'gone';

const DELAY_MS = 2_000;

const text = (value: string) => ({ S: value });

function fact(kind: string, recordId: string, at: string, body: object): object {
  return {
    person: text('person#'),
    fact: text(`${kind}#${at}#lab#${recordId}#0123456789abcdef`),
    kind: text(kind),
    eventTime: text(at),
    source: text('lab'),
    recordId: text(recordId),
    digest: text('0123456789abcdef'.repeat(4)),
    receivedAt: text(at),
    body: { M: body },
  };
}

function dose(recordId: string, at: string, number: number): object {
  return fact('vaccination', recordId, at, {
    product: text('inactivated'),
    dose: { N: String(number) },
    basicDoses: { N: '2' },
    vaccinatedAt: text(at),
  });
}

/** Starts a store whose test was sampled an hour before `nowMs`; resolves with its port and its mood. */
export async function startBareStore(nowMs: number) {
  const sampledAt = new Date(nowMs - 3_600_000).toISOString();
  const found = JSON.stringify({
    Count: 3,
    ScannedCount: 3,
    Items: [
      fact('nucleic-acid-test', 'r1', sampledAt, {
        result: text('negative'),
        sampledAt: text(sampledAt),
        resultAt: text(sampledAt),
        laboratory: text('lab'),
      }),
      dose('v1', '2021-03-01T02:00:00.000Z', 1),
      dose('v2', '2021-04-01T02:00:00.000Z', 2),
    ],
  });
  const bodies = {
    facts: Buffer.from(found),
    nothing: Buffer.from('{"Count":0,"ScannedCount":0,"Items":[]}'),
    failure: Buffer.from('{"__type":"InternalServerError","message":"told to fail"}'),
  };
  const state: { mood: StoreMood; asked: number } = { mood: 'well', asked: 0 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      state.asked += 1;
      if (state.mood === 'frozen') return;
      if (state.mood === 'gone') return void request.destroy();
      const failing = state.mood === 'half' && state.asked % 2 === 0;
      // Facts lie under a person; topics of the control table are empty.
      const aboutPerson = Buffer.concat(chunks).includes('person#');
      const body = failing ? bodies.failure : aboutPerson ? bodies.facts : bodies.nothing;
      const answer = () => {
        response.writeHead(failing ? 500 : 200, {
          'content-type': 'application/x-amz-json-1.0',
          'content-length': body.length,
        });
        response.end(body);
      };
      if (state.mood === 'slow') setTimeout(answer, DELAY_MS);
      else answer();
    });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, state, close: () => server.close() };
}
