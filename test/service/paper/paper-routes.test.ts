import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { Quota } from '../../../service/channels/quota';
import { createKeyRing } from '../../../service/credential/key-ring';
import { PAPER_DAYS, PaperCodes } from '../../../service/paper/paper-codes';
import { addPapers } from '../../../service/paper/paper-routes';
import { readSigningKeys } from '../../../service/secrets/secret-values';
import { addStaff } from '../../../service/staff/staff-routes';
import { PAPER_LENGTH } from '../../../service/staff/staff-specs';
import { type ChannelTestApp, channelApp } from '../fixtures/channel-app';
import { testFact } from '../fixtures/facts';
import { ID_NUMBER } from '../fixtures/people';
import { privateJwk, SECRETS } from '../fixtures/secrets';

let app: ChannelTestApp;
let personKey: string;

beforeEach(async () => {
  app = await channelApp();
  const papers = new PaperCodes({ ...app, issuer: app.config.issuer });
  const writes = new Quota({ perMinute: 6, burst: 100, of: 'entries', ...app });
  addPapers({ routes: app.routes, papers, writes });
  addStaff({ ...app, papers });
  personKey = app.personKeys.personKey({ idType: '10', idNumber: ID_NUMBER });
});

afterEach(() => app.http.close());

const issue = async () =>
  (await app.ask({ method: 'POST', url: '/channels/suikang/me/paper-code' })).json();

const read = (paper: string) =>
  app.ask(
    { method: 'POST', url: '/channels/suikang/paper-codes/read', payload: { paper } },
    { scope: 'staff', sub: 'nurse-1' },
  );

test('a paper says nothing by itself, and holds to the end of its last day', async () => {
  const { paper, issuedAt, validUntil } = await issue();
  expect(issuedAt).toBe('2022-01-10T00:31:00.000Z');
  // The 180th day after the 10th of January ends as the 10th of July begins in Shanghai.
  expect(validUntil).toBe('2022-07-09T16:00:00.000Z');
  expect(decodeProtectedHeader(paper)).toEqual({
    alg: 'ES256',
    kid: 'key-2',
    typ: 'kapok-paper+jwt',
  });
  expect(Object.keys(decodeJwt(paper)).sort()).toEqual(['exp', 'iat', 'iss', 'ref']);
  expect(paper.length).toBeLessThan(PAPER_LENGTH / 2);
  const bytes = Buffer.from(decodeJwt(paper).ref as string, 'base64url');
  expect(bytes.includes(Buffer.from(personKey, 'hex'))).toBe(false);
  expect(bytes.includes('张')).toBe(false);
});

test('staff see the colour of now and the masked name', async () => {
  const { paper, validUntil } = await issue();
  app.clock.advance(86_400);
  const positive = testFact('positive', '2022-01-10T20:00:00+08:00');
  await app.facts.append({ ...positive, personKey });
  const response = await read(paper);
  expect(response.json()).toEqual({
    standing: 'holds',
    validUntil,
    name: '张**',
    colour: 'red',
    reason: expect.objectContaining({ id: 'positive-test' }),
    wayOut: expect.anything(),
    test: expect.objectContaining({ result: 'positive' }),
    ruleVersion: expect.any(String),
    asOf: '2022-01-11T00:31:00.000Z',
  });
});

test('a new paper ends the one before, at once and wherever clocks differ', async () => {
  const first = (await issue()).paper;
  app.clock.advance(-60);
  const second = (await issue()).paper;
  expect((await read(first)).json()).toEqual({ standing: 'replaced' });
  expect((await read(second)).json()).toMatchObject({ standing: 'holds' });
});

test('of a paper that has expired nothing else is told', async () => {
  const { paper } = await issue();
  app.clock.advance(PAPER_DAYS * 86_400);
  expect((await read(paper)).json()).toMatchObject({ standing: 'holds' });
  app.clock.advance(86_400);
  expect((await read(paper)).json()).toEqual({ standing: 'expired' });
});

test('a paper holds in a region that its issue has not reached yet', async () => {
  const { paper } = await issue();
  app.facts.facts.clear();
  expect((await read(paper)).json()).toMatchObject({ standing: 'holds', colour: 'unknown' });
});

test('a paper outlives the key that it is signed with', async () => {
  const { paper } = await issue();
  const keys = readSigningKeys(JSON.stringify({ current: privateJwk('key-9'), previous: [] }));
  app.keyRings.ring = await createKeyRing(keys);
  expect((await read(paper)).json()).toMatchObject({ standing: 'holds' });
});

test('fails for papers that this service did not issue, all in one way and unread', async () => {
  const { paper } = await issue();
  const { iss, iat, exp, ref } = decodeJwt(paper);
  const { signingKey } = await createKeyRing(SECRETS.signingKeys);
  const signed = (claims: Record<string, unknown>, header: Record<string, string> = {}) =>
    new SignJWT({ iss, iat, exp, ref, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'key-2', typ: 'kapok-paper+jwt', ...header })
      .sign(signingKey);
  const forgeries = [
    'x',
    ID_NUMBER,
    paper.slice(0, -4),
    `${paper.slice(0, -6)}AAAAAA`,
    await signed({ exp: (exp as number) + 86_400 }),
    await signed({ ref: 'AAAA' }),
    await signed({ ref: `A${(ref as string).slice(1)}` }),
    await signed({ ref: 7 }),
    await signed({ iss: 'https://other' }),
    await signed({}, { typ: 'JWT' }),
    // Signed by a key that nobody publishes: only what is inside the reference could vouch for it.
    await signed({ ref: 'B'.repeat(120) }, { kid: 'gone' }),
  ];
  const answers: string[] = [];
  for (const forgery of forgeries) {
    const response = await read(forgery);
    expect(response.statusCode).toBe(404);
    answers.push(response.body);
    app.clock.advance(60);
  }
  expect(new Set(answers).size).toBe(1);
  expect(app.auditStore.entries.size).toBe(0);
});

test('fails without handing out a paper while the store is away', async () => {
  app.facts.answers = () => false;
  expect((await issue()).error.code).toBe('KAPOK_STORE_UNAVAILABLE');
});
