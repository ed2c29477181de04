import { once } from 'node:events';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { request } from 'undici';
import { ENVIRONMENT } from './fixtures/app';
import { CALLER_KEYS, channelToken } from './fixtures/callers';
import { ID_NUMBER } from './fixtures/people';
import { listening, type Program, ServiceProcesses, terminate } from './fixtures/service-process';
import { signedRequest } from './fixtures/signed-request';

const REGION = 'ap-southeast-1';
let processes: ServiceProcesses;

beforeAll(async () => {
  processes = await ServiceProcesses.open();
}, 60_000);
afterEach(() => processes.killAll());
afterAll(() => processes.close());

const serve = (fleet: string, more?: Record<string, string>): Program =>
  processes.serve(fleet, more);

test('both fleets serve from one bundle and end with code 0', async () => {
  const [partner, citizen] = [serve('partner'), serve('citizen')];
  const [partnerUrl, citizenUrl] = await Promise.all([listening(partner), listening(citizen)]);
  const sampledAt = new Date(Date.now() - 3_600_000).toISOString();
  const { headers, payload: body } = await signedRequest({
    key: CALLER_KEYS.lab,
    atMs: Date.now(),
    url: '/records/nucleic-acid-tests',
    payload: {
      records: [
        {
          recordId: 'r1',
          idType: '10',
          idNumber: ID_NUMBER,
          sampledAt,
          resultAt: sampledAt,
          result: 'negative',
          laboratory: 'lab',
        },
      ],
    },
  });
  // Not fetch, which asks for the name that it connects to.
  const answer = await request(`${partnerUrl}/records/nucleic-acid-tests`, {
    method: 'POST',
    headers,
    body,
  });
  const ingested = { status: answer.statusCode, body: await answer.body.json() };
  expect(ingested).toMatchObject({ status: 200, body: { results: [{ status: 'stored' }] } });

  const token = await channelToken({ atMs: Date.now() });
  const response = await fetch(`${citizenUrl}/channels/suikang/code`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  const shown = { status: response.status, body: await response.json() };
  expect(shown).toMatchObject({ status: 200, body: { colour: 'green' } });
  const jwks = (await (await fetch(`${citizenUrl}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
  const { credential } = shown.body as { credential: string };
  const { payload } = await jwtVerify(credential, createLocalJWKSet(jwks));
  expect(payload).toMatchObject({ colour: 'green', channel: 'suikang' });

  const page = await fetch(citizenUrl);
  expect(await page.text()).toContain('<script src="/assets/page.');
  expect((await fetch(partnerUrl)).status).toBe(404);

  const health = await fetch(`${citizenUrl}/regional-health`);
  expect(health.headers.get('x-kapok-instance')).toBe('i-1');
  expect(await health.text()).toContain(`KAPOK-SERVING ${REGION}`);

  const codes = [await terminate(partner, 'SIGTERM'), await terminate(citizen, 'SIGINT')];
  expect(codes).toEqual([0, 0]);
  const metrics = citizen.output.out.split('\n').filter((line) => line.startsWith('{"_aws"'));
  expect(metrics.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({
      Plan: 'guangdong',
      Fleet: 'citizen',
      EventLoopUtilisation: expect.any(Number),
    }),
  );
  expect(citizen.output.out).toContain('"msg":"stopped"');
  expect(citizen.output.out + partner.output.out).not.toContain(ID_NUMBER);
});

test('listens without a control table after 30 s of its clock, with nobody evacuated', async () => {
  const wallMs = Date.now();
  const program = serve('citizen', {
    KAPOK_CONTROL_TABLE: 'no-such-table',
    KAPOK_CLOCK: `${Date.parse('2022-01-10T00:31:00Z')}@${wallMs}x60`,
  });
  const health = await fetch(`${await listening(program)}/regional-health`);
  expect(health.status).toBe(200);
  expect(program.output.out).toContain('"time":"2022-01-10T00:3');
  expect(program.output.out).toContain('the control table was not read in time');
});

test('ends with code 0 when it is told to before it listens', async () => {
  const program = serve('citizen', { KAPOK_PEPPER_SECRET: 'not-made-yet' });
  while (!program.output.out.includes('the secrets cannot be read')) {
    await once(program.child.stdout!, 'data');
  }
  expect(await terminate(program, 'SIGTERM')).toBe(0);
});

test('fails with code 2 and one line that names every wrong variable', async () => {
  const program = processes.run({ ...ENVIRONMENT, KAPOK_REGION: undefined, PORT: 'eighty' });
  expect(await program.ended).toBe(2);
  expect(program.output.error.trim().split('\n')).toEqual([
    'KAPOK_CONFIG: the environment is not complete: KAPOK_REGION is missing; ' +
      'PORT must be a port number from 0 to 65535 (got "eighty")',
  ]);
});
