import { verifyChain } from '../../../service/audit/audit-entry';
import { PaperCodes } from '../../../service/paper/paper-codes';
import { PURPOSE_TEXTS, PURPOSES } from '../../../service/staff/purposes';
import {
  CHANNEL_READS_PER_MINUTE,
  STAFF_READS_AT_ONCE,
} from '../../../service/staff/staff-reading';
import { addStaff } from '../../../service/staff/staff-routes';
import { type ChannelTestApp, channelApp } from '../fixtures/channel-app';
import { testFact } from '../fixtures/facts';
import { ID_NUMBER, OTHER_ID_NUMBER } from '../fixtures/people';

let app: ChannelTestApp;
let personKey: string;

beforeEach(async () => {
  app = await channelApp();
  addStaff({ ...app, papers: new PaperCodes({ ...app, issuer: app.config.issuer }) });
  personKey = app.personKeys.personKey({ idType: '10', idNumber: ID_NUMBER });
});

afterEach(() => app.http.close());

function lookUp(body: object = {}, claims: object = {}) {
  const payload = { idType: '10', idNumber: ID_NUMBER, purpose: 'no-phone', ...body };
  const url = '/channels/suikang/staff/look-up';
  return app.ask({ method: 'POST', url, payload }, { scope: 'staff', sub: 'nurse-1', ...claims });
}

test('the reading is on record, under names that say nothing, before anything is read', async () => {
  await app.facts.append({ ...testFact('negative', '2022-01-10T06:00:00+08:00'), personKey });
  const order: string[] = [];
  const [append, factsOf] = [
    app.auditStore.append.bind(app.auditStore),
    app.facts.factsOf.bind(app.facts),
  ];
  app.auditStore.append = async (entry) => {
    const outcome = await append(entry);
    order.push(`audit ${entry.content.action}`);
    return outcome;
  };
  app.facts.factsOf = (key) => {
    order.push('read');
    return factsOf(key);
  };
  expect((await lookUp()).json()).toMatchObject({ colour: 'green', asOf: expect.any(String) });
  expect(order).toEqual(['audit anchor', 'audit look-up', 'read']);
  const entries = [...app.auditStore.entries.values()];
  expect(verifyChain(entries).intact).toBe(true);
  expect(entries[1]?.content).toEqual({
    action: 'look-up',
    channel: 'suikang',
    staff: 'nurse-1',
    purpose: 'no-phone',
    person: app.personKeys.auditName(personKey),
  });
  for (const secret of [ID_NUMBER, personKey]) {
    expect(JSON.stringify(entries)).not.toContain(secret);
  }
});

test('fails with nothing read when the reading cannot be put on record', async () => {
  app.auditStore.answers = () => false;
  const before = app.facts.calls;
  const response = await lookUp();
  expect(response.statusCode).toBe(503);
  expect(response.json().error.code).toBe('KAPOK_AUDIT_UNAVAILABLE');
  expect(response.headers['retry-after']).toBe('3');
  expect(app.facts.calls).toBe(before);
  expect(app.lines.join('')).not.toContain(ID_NUMBER);
});

test('who is known and who is not take the same calls of the store', async () => {
  await app.facts.append({ ...testFact('negative', '2022-01-10T06:00:00+08:00'), personKey });
  const calls = async (idNumber: string) => {
    const before = [app.facts.calls, app.auditStore.entries.size] as const;
    const answer = await lookUp({ idNumber });
    expect(answer.statusCode).toBe(200);
    return [app.facts.calls - before[0], app.auditStore.entries.size - before[1]];
  };
  await calls(ID_NUMBER);
  expect(await calls(OTHER_ID_NUMBER)).toEqual(await calls(ID_NUMBER));
});

test('fails for more than a member of staff can compare, without a record of it', async () => {
  for (let at = 0; at < STAFF_READS_AT_ONCE; at += 1) {
    expect((await lookUp()).statusCode).toBe(200);
  }
  const written = app.auditStore.entries.size;
  const refused = await lookUp();
  expect([refused.statusCode, refused.json().error.code]).toEqual([429, 'KAPOK_QUOTA']);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(6);
  expect(app.auditStore.entries.size).toBe(written);
  expect((await lookUp({}, { sub: 'nurse-2' })).statusCode).toBe(200);
  expect(
    (
      await app.ask(
        {
          method: 'POST',
          url: '/channels/yueshengshi/staff/look-up',
          payload: { idType: '10', idNumber: ID_NUMBER, purpose: 'no-phone' },
        },
        { scope: 'staff', sub: 'nurse-1', channel: 'yueshengshi' },
      )
    ).statusCode,
  ).toBe(200);
  app.clock.advance(6);
  expect((await lookUp()).statusCode).toBe(200);
});

test('fails for a channel that uses up its share with many members of staff', async () => {
  let refused = 0;
  for (let at = 0; at < CHANNEL_READS_PER_MINUTE + 10; at += 1) {
    const response = await lookUp({}, { sub: `nurse-${at}` });
    if (response.statusCode === 429) refused += 1;
  }
  expect(refused).toBe(10);
});

test.each<[string, object, string, string]>([
  ['without a purpose', { purpose: undefined }, 'KAPOK_FIELD_MISSING', 'purpose'],
  ['with a purpose of its own', { purpose: 'curious' }, 'KAPOK_FIELD_INVALID', 'purpose'],
  ['with a wrong number', { idNumber: '110105194912310021' }, 'KAPOK_ID_NUMBER', 'idNumber'],
  ['with a number of another kind', { idType: '20' }, 'KAPOK_ID_NUMBER', 'idNumber'],
  ['with more', { name: 'x' }, 'KAPOK_FIELD_UNKNOWN', 'name'],
])('fails %s, without a record of it', async (_what, body, code, field) => {
  const response = await lookUp(body);
  expect(response.json().error).toMatchObject({ code, field });
  expect(response.body).not.toContain(ID_NUMBER);
  expect(app.auditStore.entries.size).toBe(0);
});

test('fails for citizens', async () => {
  const response = await lookUp({}, { scope: 'citizen', sub: `10:${ID_NUMBER}` });
  expect(response.json().error).toMatchObject({ code: 'KAPOK_SCOPE', allowed: ['staff'] });
});

test('each purpose has a name in both languages', () => {
  for (const purpose of PURPOSES) expect(PURPOSE_TEXTS[purpose].zh).toMatch(/\p{Script=Han}/u);
});
