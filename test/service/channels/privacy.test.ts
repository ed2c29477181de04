import * as fc from 'fast-check';
import { type TestApp, testApp } from '../fixtures/app';
import { channelToken } from '../fixtures/callers';
import type { TestRequest } from '../fixtures/http';
import { residentIds } from '../fixtures/people';
import { runs } from '../fixtures/runs';

let citizen: TestApp;

beforeAll(async () => {
  citizen = await testApp('citizen');
});

afterAll(() => citizen.http.close());

const AT = '2022-01-10T08:30:00+08:00';

/** Requests that hold an ID number where it belongs, and where it does not. */
const REQUESTS: readonly ((id: string) => TestRequest & { scope?: string })[] = [
  (id) => ({ url: `me/health?idNumber=${id}` }),
  (id) => ({ url: `${id}/health` }),
  (id) => ({ method: 'POST', url: `me/family/${id}/leave` }),
  (id) => ({ method: 'POST', url: 'me/family', payload: { memberToken: id, relation: id } }),
  (id) => ({ method: 'POST', url: 'me/family', payload: { memberToken: `a.${id}.b`, [id]: id } }),
  () => ({ method: 'POST', url: 'me/paper-code' }),
  (id) => ({
    ...{ method: 'POST', url: 'staff/look-up', scope: 'staff' },
    payload: { idType: '10', idNumber: id, purpose: 'no-phone' },
  }),
  (id) => ({
    ...{ method: 'POST', url: 'staff/look-up', scope: 'staff' },
    payload: { idType: '20', idNumber: id, purpose: id },
  }),
  (id) => ({ method: 'POST', url: 'paper-codes/read', scope: 'staff', payload: { paper: id } }),
  (id) => ({
    ...{ method: 'POST', url: 'declarations/health' },
    payload: { recordId: id, declaredAt: id, symptoms: [id], contact: id },
  }),
  (id) => ({
    ...{ method: 'POST', url: 'appeals' },
    payload: { recordId: 'a1', appealedAt: AT, reasonId: 'other', text: `my number: ${id}.` },
  }),
];

test.each([
  ['answer', true],
  ['are away', false],
])(
  'no answer, log line, fact or audit entry holds an ID number while the stores %s',
  async (_how, answers) => {
    citizen.facts.answers = () => answers;
    citizen.audit.answers = () => answers;
    await fc.assert(
      fc.asyncProperty(residentIds, fc.constantFrom(...REQUESTS), async (id, requestFor) => {
        const { scope = 'citizen', url, ...request } = requestFor(id);
        const sub = scope === 'citizen' ? `10:${id}` : `nurse-${citizen.audit.entries.size}`;
        const token = await channelToken({ atMs: citizen.clock.now(), scope, sub, name: id });
        const headers = { authorization: `Bearer ${token}` };
        const response = await citizen.http.send({
          ...request,
          headers,
          url: `/channels/suikang/${url}`,
        });
        expect(response.statusCode === 500).toBe(false);
        const kept = [
          response.body,
          response.headers,
          citizen.lines,
          [...citizen.facts.facts],
          [...citizen.audit.entries],
        ];
        expect(JSON.stringify(kept)).not.toContain(id);
      }),
      { numRuns: Math.min(runs(120), 2_000) },
    );
  },
);
