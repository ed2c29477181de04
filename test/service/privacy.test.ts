import * as fc from 'fast-check';
import { type TestApp, testApp } from './fixtures/app';
import { residentIds } from './fixtures/people';
import { runs } from './fixtures/runs';
import { metricLines } from './metrics/metric-lines';

let citizen: TestApp;
let partner: TestApp;

beforeAll(async () => {
  citizen = await testApp('citizen');
  partner = await testApp('partner', citizen);
});

afterAll(() => Promise.all([citizen.http.close(), partner.http.close()]));

/**
 * Requests that hold an ID number where it belongs, where it does not, and in what cannot be read.
 */
const REQUESTS: readonly ((id: string) => { url: string; payload?: string | object })[] = [
  (id) => ({ url: '/channels/suikang/code', payload: { idType: '10', idNumber: id } }),
  (id) => ({ url: '/channels/suikang/code', payload: { idType: id, idNumber: id } }),
  (id) => ({ url: '/channels/suikang/code', payload: { idType: '10', idNumber: `${id}9` } }),
  (id) => ({ url: '/channels/suikang/code', payload: { [id]: id, idNumber: id, idType: '10' } }),
  (id) => ({ url: '/channels/suikang/code', payload: { idType: '10', idNumber: { [id]: id } } }),
  (id) => ({ url: '/channels/suikang/code', payload: `{"idNumber":"${id}` }),
  (id) => ({ url: `/channels/${id}/code`, payload: {} }),
  (id) => ({ url: `/evacuations/${id}?idNumber=${id}` }),
  (id) => ({ url: `/${id}/%zz` }),
  (id) => ({ url: '/records/visits', payload: { source: id, records: [{}] } }),
  (id) => ({
    url: '/records/visits',
    payload: { source: 'caict', records: [id, [id], { [id]: 1 }] },
  }),
  (id) => ({
    url: '/records/nucleic-acid-tests',
    payload: {
      source: 'lab',
      records: [
        { recordId: id, idType: '10', idNumber: id, laboratory: id, result: id, sampledAt: id },
        {
          recordId: 'r1',
          idType: '10',
          idNumber: id,
          sampledAt: '2022-01-09T08:00:00Z',
          resultAt: '2022-01-09T08:00:00Z',
          result: 'negative',
          laboratory: 'lab',
        },
      ],
    },
  }),
];

test.each([
  ['answers', true],
  ['is away', false],
])(
  'no response, log line, metric or fact holds an ID number while the store %s',
  async (_how, answers) => {
    citizen.facts.answers = () => answers;
    await fc.assert(
      fc.asyncProperty(residentIds, fc.constantFrom(...REQUESTS), async (id, requestFor) => {
        for (const { http } of [citizen, partner]) {
          const { url, payload } = requestFor(id);
          const response = await http.send({
            method: payload === undefined ? 'GET' : 'POST',
            url,
            headers: { 'content-type': 'application/json' },
            payload,
          });
          expect(JSON.stringify([response.body, response.headers])).not.toContain(id);
          expect(response.statusCode === 500).toBe(false);
        }
        expect(citizen.lines.join('')).not.toContain(id);
        expect([citizen, partner].flatMap(metricLines).join('')).not.toContain(id);
        expect(JSON.stringify([...citizen.facts.facts])).not.toContain(id);
      }),
      { numRuns: runs(150) },
    );
  },
);
