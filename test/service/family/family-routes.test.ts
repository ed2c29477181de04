import type { CitizenCaller } from '../../../service/channels/channel-caller';
import { Quota } from '../../../service/channels/quota';
import type { Fact } from '../../../service/facts/fact';
import { Family } from '../../../service/family/family';
import { addFamily } from '../../../service/family/family-routes';
import { channelToken } from '../fixtures/callers';
import { type ChannelTestApp, channelApp } from '../fixtures/channel-app';
import { ID_NUMBER, OTHER_ID_NUMBER } from '../fixtures/people';

let app: ChannelTestApp;
let family: Family;
let dropped: string[];

beforeEach(async () => {
  app = await channelApp();
  family = new Family(app);
  const writes = new Quota({ perMinute: 6, burst: 100, of: 'entries', ...app });
  dropped = [];
  addFamily({ routes: app.routes, family, writes, drop: (key) => dropped.push(key) });
});

afterEach(() => app.http.close());

const URL = '/channels/suikang/me/family';

const passport = (at: number) => `20:E1234567${at}`;

async function bind(sub: string, claims: Record<string, unknown> = {}) {
  const memberToken = await channelToken({ atMs: app.clock.now(), sub, name: '李小红', ...claims });
  const payload = { memberToken, relation: 'child' };
  return app.ask({ method: 'POST', url: URL, payload });
}

const list = async () => (await app.ask({ url: URL })).json().members;

const caller = (): CitizenCaller => ({
  scope: 'citizen',
  channel: 'suikang',
  personKey: app.personKeys.personKey({ idType: '10', idNumber: ID_NUMBER }),
  expiresAtMs: Number.POSITIVE_INFINITY,
});

test('a member is added with proof, listed, shown by its id, and leaves', async () => {
  const added = (await bind(`10:${OTHER_ID_NUMBER}`)).json().member;
  expect(added).toEqual({
    id: expect.stringMatching(/^[\w-]{12}$/),
    name: '李**',
    relation: 'child',
    since: '2022-01-10T00:31:00.000Z',
  });
  expect((await app.ask({ url: URL })).json()).toEqual({ members: [added], limit: 4 });
  expect(await family.memberOf(caller(), added.id)).toEqual({
    personKey: app.personKeys.personKey({ idType: '10', idNumber: OTHER_ID_NUMBER }),
    name: '李**',
  });
  const leave = { method: 'POST', url: `${URL}/${added.id}/leave` } as const;
  for (const _ of [1, 2]) expect((await app.ask(leave)).json()).toEqual({ state: 'left' });
  expect(await list()).toEqual([]);
  expect(await family.memberOf(caller(), added.id)).toBeUndefined();
  expect(app.facts.facts.size).toBe(2);
  const member = app.personKeys.personKey({ idType: '10', idNumber: OTHER_ID_NUMBER });
  expect(dropped).toEqual([member, member]);
});

test('who leaves can be added again in the same millisecond', async () => {
  const { id } = (await bind(passport(1))).json().member;
  await app.ask({ method: 'POST', url: `${URL}/${id}/leave` });
  expect((await bind(passport(1))).json().member.id).toBe(id);
  expect(await list()).toHaveLength(1);
});

test('adding somebody twice changes nothing', async () => {
  const first = await bind(passport(1));
  app.clock.advance(60);
  expect((await bind(passport(1))).json()).toEqual(first.json());
  expect(app.facts.facts.size).toBe(1);
});

test('fails for a fifth member until another one leaves', async () => {
  for (const at of [1, 2, 3, 4]) expect((await bind(passport(at))).statusCode).toBe(200);
  const refused = await bind(passport(5));
  expect([refused.statusCode, refused.json().error.code]).toEqual([409, 'KAPOK_FAMILY_FULL']);
  const [first] = await list();
  await app.ask({ method: 'POST', url: `${URL}/${first.id}/leave` });
  expect((await bind(passport(5))).statusCode).toBe(200);
});

test('fails for the later of two that race for the last place, and it does not stay', async () => {
  for (const at of [1, 2, 3]) await bind(passport(at));
  app.clock.advance(1);
  const append = app.facts.append.bind(app.facts);
  // Another region's process adds somebody a little earlier, after this one has looked.
  app.facts.append = async (fact: Fact) => {
    app.facts.append = append;
    const earlier = new Date(app.clock.now() - 5).toISOString();
    if (fact.kind !== 'family') throw new Error('not the fact of this test');
    const body = { ...fact.body, memberKey: 'f'.repeat(64), at: earlier };
    await append({ ...fact, recordId: 'there', eventTime: earlier, digest: 'there', body });
    return append(fact);
  };
  expect((await bind(passport(4))).json().error.code).toBe('KAPOK_FAMILY_FULL');
  const members = await list();
  expect(members).toHaveLength(4);
  await app.ask({ method: 'POST', url: `${URL}/${members[0].id}/leave` });
  expect(await list()).toHaveLength(3);
});

test.each<[string, string, Record<string, unknown>]>([
  ['is of the guardian', `10:${ID_NUMBER}`, {}],
  ['is of another channel', passport(1), { channel: 'yueshengshi' }],
  ['is of a checkpoint', 'gate-1', { scope: 'checkpoint' }],
  ['has expired', passport(1), { atMs: Date.parse('2022-01-09T00:00:00Z') }],
  ['names nobody that could be', '10:110105194912310021', {}],
])(
  'fails with 400 for a member token that %s, so that the phone keeps its own',
  async (_what, sub, claims) => {
    const response = await bind(sub, claims);
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toMatchObject({
      code: 'KAPOK_FIELD_INVALID',
      field: 'memberToken',
    });
    expect(response.body).not.toContain('110105194912310021');
    expect(app.facts.facts.size).toBe(0);
  },
);

test('fails for a member that is somebody else’s, as for one that is nobody’s', async () => {
  const { id } = (await bind(passport(1))).json().member;
  const claims = { sub: `10:${OTHER_ID_NUMBER}` };
  for (const member of [id, 'AAAAAAAAAAAA']) {
    const response = await app.ask({ method: 'POST', url: `${URL}/${member}/leave` }, claims);
    expect(response.json().error.code).toBe('KAPOK_MEMBER_UNKNOWN');
  }
  const other = {
    ...caller(),
    personKey: app.personKeys.personKey({ idType: '10', idNumber: OTHER_ID_NUMBER }),
  };
  expect(await family.memberOf(other, id)).toBeUndefined();
});

test('fails for more writes than a hand can make', async () => {
  const few = await channelApp();
  const writes = new Quota({ perMinute: 6, burst: 2, of: 'entries of this person', ...few });
  addFamily({ routes: few.routes, family: new Family(few), writes, drop: () => undefined });
  const leave = { method: 'POST', url: `${URL}/AAAAAAAAAAAA/leave` } as const;
  const codes: string[] = [];
  for (const _ of [1, 2, 3]) codes.push((await few.ask(leave)).json().error.code);
  expect(codes).toEqual(['KAPOK_MEMBER_UNKNOWN', 'KAPOK_MEMBER_UNKNOWN', 'KAPOK_QUOTA']);
  expect((await few.ask(leave)).headers['retry-after']).toBe('15');
  few.clock.advance(10);
  expect((await few.ask(leave)).json().error.code).toBe('KAPOK_MEMBER_UNKNOWN');
  await few.http.close();
});
