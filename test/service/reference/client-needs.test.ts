import type { Fleet } from '../../../service/config';
import { type TestApp, testApp } from '../fixtures/app';
import { Phone } from '../fixtures/credentials';
import { type Any, operations } from './operations';

const FLEETS: readonly Fleet[] = ['citizen', 'partner'];

let apps: readonly TestApp[];
let documents: Record<Fleet, Any>;

beforeAll(async () => {
  const [citizen, partner] = [await testApp('citizen'), await testApp('partner')];
  apps = [citizen, partner];
  const read = async ({ http }: TestApp) => (await http.send('/openapi.json')).json();
  documents = { citizen: await read(citizen), partner: await read(partner) };
});

afterAll(() => Promise.all(apps.map(({ http }) => http.close())));

const found = (fleet: Fleet, id: string) =>
  operations(documents[fleet]).find(({ value }) => value.operationId === id)?.value;
const parameter = (fleet: Fleet, id: string, name: string) =>
  found(fleet, id).parameters.find((one: Any) => one.in === 'header' && one.name === name);

test('it knows which headers to send', () => {
  for (const id of ['showCode', 'refreshCode']) {
    const { schema, description } = parameter('citizen', id, 'x-kapok-device');
    expect(new RegExp(schema.pattern).test(new Phone().device)).toBe(true);
    expect(description).toContain('P-256');
  }
  expect(parameter('citizen', 'listKeys', 'if-none-match').required).toBe(false);
  expect(parameter('partner', 'takeVisits', 'content-digest').required).toBe(true);
  for (const fleet of FLEETS) {
    for (const { value } of operations(documents[fleet])) {
      const names = value.parameters.map(({ name }: Any) => name);
      expect(names).toContain('x-request-id');
    }
  }
});

test('it knows which headers to read', () => {
  const { headers } = found('citizen', 'showCode').responses['200'];
  expect(Object.keys(headers)).toEqual(
    expect.arrayContaining(['age', 'x-kapok-level', 'x-kapok-panels', 'x-kapok-regions']),
  );
  expect(found('citizen', 'showCode').responses['503'].headers).toHaveProperty('retry-after');
  const { responses } = found('citizen', 'listKeys');
  expect(responses['304']).toMatchObject({ headers: { etag: {}, 'cache-control': {} } });
  expect(responses['304']).not.toHaveProperty('content');
});

test('it knows which host to ask, and to sign', () => {
  const servers = FLEETS.map((fleet) => documents[fleet].servers);
  expect(servers).toEqual([
    [{ url: 'https://code.code.example.org' }],
    [{ url: 'https://partner.code.example.org' }],
  ]);
});

test('it reads of the ways to say who asks only those of its fleet', () => {
  const schemes = (fleet: Fleet) => Object.keys(documents[fleet].components.securitySchemes);
  expect(schemes('citizen')).toEqual(['channelToken']);
  expect(schemes('partner')).toEqual(['signature', 'signatureInput']);
  expect(documents.partner.components.headers).not.toHaveProperty('x-kapok-level');
});

test('it knows how times are written, those that it sends and those that it gets', () => {
  const schema = (part: Any) => part.content['application/json'].schema.properties;
  const sent = schema(found('citizen', 'appeal').requestBody).appealedAt;
  const got = schema(found('citizen', 'showCode').responses['200']).validUntil;
  expect(sent).toMatchObject({ format: 'date-time', description: expect.any(String) });
  expect('2022-01-10T08:30:00+08:00').toMatch(new RegExp(sent.pattern));
  expect(got).toMatchObject({ format: 'date-time', description: expect.stringContaining('UTC') });
  expect('2022-01-10T00:30:00.000Z').toMatch(new RegExp(got.pattern));
  expect('2022-01-10T08:30:00+08:00').not.toMatch(new RegExp(got.pattern));
});

test.each([
  ...[/`name` \| optional/, /`aud` \| required \| `https:\/\/code\.code\.example\.org`, exactly/],
  ...[/`checkpoint`/, /900 s after `iat`/, /`14` \| Mainland travel permit/, /without the state/],
  ...[/<JWS>\.<epoch>\.<proof>/, /divided by 30/, /#channel=<name>&token=<token>/],
  ...[/globalThis\.kapokChannel = \{ name, token\(\) \}/, /Promise<string>/, /\/verifier/],
])('the citizens’ says %s', (words) => {
  expect(documents.citizen.info.description).toMatch(words);
});

test.each([
  ...[/"@method"/, /"@authority"` is the host/, /"content-digest"/, /within 300 s/, /`nonce`/],
  ...[/tag="kapok-records"/, /ed25519/, /sha-256=:<base64>:/],
])('the partners’ says %s', (words) => {
  expect(documents.partner.info.description).toMatch(words);
});

test('it knows what the picture and the kinds of documents are where it sends them', () => {
  const body = (id: string) =>
    found('citizen', id).requestBody.content['application/json'].schema.properties;
  expect(body('verifyCode').qr.description).toContain('<JWS>.<epoch>');
  expect(body('lookUpPerson').idType.description).toContain('`20` passport');
});
