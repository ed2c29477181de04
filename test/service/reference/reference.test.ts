import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import type { Fleet } from '../../../service/config';
import { ERRORS, type ErrorCode } from '../../../service/errors/error-codes';
import { documentedSpecs } from '../../../service/reference/reference-route';
import { type TestApp, testApp } from '../fixtures/app';
import { channelToken } from '../fixtures/callers';
import type { TestRequest, TestResponse } from '../fixtures/http';
import { OTHER_ID_NUMBER } from '../fixtures/people';
import { OPENAPI_SHAPE } from './openapi-shape';
import { type Any, operations } from './operations';

const FLEETS: readonly Fleet[] = ['citizen', 'partner'];

/** Times have patterns of their own; formats are notes to the reader. */
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });

let apps: Record<Fleet, TestApp>;
let documents: Record<Fleet, Any>;

beforeAll(async () => {
  const citizen = await testApp('citizen');
  apps = { citizen, partner: await testApp('partner', citizen) };
  const read = async (fleet: Fleet) => (await apps[fleet].http.send('/openapi.json')).json();
  documents = { citizen: await read('citizen'), partner: await read('partner') };
});

afterAll(() => Promise.all(FLEETS.map((fleet) => apps[fleet].http.close())));

/** A schema of the document with the components that it may refer to. */
function compiled(document: Any, schema: Any): ValidateFunction {
  return ajv.compile({ ...schema, components: document.components });
}

/** Every method and path that the server itself says it has. */
function routesOf({ app }: TestApp): string[] {
  const { allowed } = JSON.parse(JSON.stringify(notFound.get(app)));
  return allowed as string[];
}

const notFound = new Map<unknown, { allowed: string[] }>();

beforeAll(async () => {
  for (const fleet of FLEETS) {
    const { app, http } = apps[fleet];
    notFound.set(app, (await http.send('/no-such-path/at-all')).json().error);
  }
});

describe.each(FLEETS)('the reference of the %s fleet', (fleet) => {
  test('is a document of OpenAPI 3.1', () => {
    const isDocument = ajv.compile(OPENAPI_SHAPE);
    isDocument(documents[fleet]);
    expect(isDocument.errors ?? []).toEqual([]);
  });

  test('lists every route that the server has, and no other', () => {
    const listed = operations(documents[fleet]).map(
      ({ path, method }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
    );
    const routed = routesOf(apps[fleet]).map((route) => route.replace('*', ':path'));
    const specified = documentedSpecs(apps[fleet].app, apps[fleet].specs).map(
      ({ method, path }) => `${method} ${path.replace('*', ':path')}`,
    );
    expect(listed.sort()).toEqual(specified.sort());
    expect(routed.sort()).toEqual(listed.sort());
  });

  test('names each operation once, with a tag, a caller and the parameters of its path', () => {
    const all = operations(documents[fleet]);
    const ids = all.map(({ value }) => value.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = documents[fleet].tags.map(({ name }: Any) => name);
    for (const { path, value } of all) {
      expect(tags).toEqual(expect.arrayContaining(value.tags));
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = value.parameters.filter((one: Any) => one.in === 'path');
      expect(declared.map(({ name }: Any) => name)).toEqual(names);
      for (const scheme of value.security.flatMap(Object.keys)) {
        expect(documents[fleet].components.securitySchemes).toHaveProperty(scheme);
      }
    }
  });

  test('refers only to what it holds, and every schema can be used', () => {
    const document = documents[fleet];
    for (const [, ref] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)) {
      const steps = (ref as string).replace('#/', '').split('/');
      expect([ref, steps.reduce<Any>((part, step) => part?.[step], document)]).not.toContain(
        undefined,
      );
    }
    for (const { value } of operations(document)) {
      const media = [value.requestBody, ...Object.values<Any>(value.responses)].flatMap((part) =>
        Object.values<Any>(part?.content ?? {}),
      );
      for (const { schema } of media) compiled(document, schema);
    }
  });

  test('documents only codes that there are, each under its status with an example', () => {
    const document = documents[fleet];
    const isError = compiled(document, document.components.schemas.Error);
    for (const { value } of operations(document)) {
      for (const [status, { content }] of Object.entries<Any>(value.responses)) {
        if (status < '400') continue;
        for (const [code, { value: example }] of Object.entries<Any>(
          content['application/json'].examples,
        )) {
          expect(ERRORS).toHaveProperty(code);
          expect(String(ERRORS[code as ErrorCode].status)).toBe(status);
          expect(example.error.code).toBe(code);
          expect(isError(example)).toBe(true);
        }
      }
    }
  });

  test('is answered again only to those who do not have it', async () => {
    const { http } = apps[fleet];
    const first = await http.send('/openapi.json');
    const etag = String(first.headers.etag);
    const headers = { 'if-none-match': etag };
    const again = await http.send({ url: '/openapi.json', headers });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const other = await http.send({ url: '/openapi.json', headers: { 'if-none-match': '"x"' } });
    expect(other.statusCode).toBe(200);
  });
});

test('the description says what is followed, in both languages, and claims nothing more', () => {
  const { description } = documents.citizen.info;
  expect(description).toContain('follows the seven interfaces of GB/T 38963-2020 as far as');
  expect(description).toMatch(/\p{Script=Han}/u);
  expect(description).not.toMatch(/conform|complian|certified/i);
});

describe('real answers', () => {
  const url = (path: string) => `/channels/suikang/${path}`;
  const at = '2022-01-10T08:30:00+08:00';

  function answered({ method = 'GET', url: address }: TestRequest, response: TestResponse): void {
    const document = documents.citizen;
    const found = operations(document).find(
      (one) =>
        one.method === method.toLowerCase() &&
        new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(address),
    );
    const response200 = found?.value.responses[String(response.statusCode)];
    expect([address, response.statusCode, response200 !== undefined]).toEqual([
      ...[address, response.statusCode],
      true,
    ]);
    const isAnswer = compiled(document, response200.content['application/json'].schema);
    isAnswer(response.json());
    expect([address, isAnswer.errors ?? []]).toEqual([address, []]);
    if (response.statusCode === 200) return;
    const { code } = response.json().error;
    expect(response200.content['application/json'].examples).toHaveProperty(code);
  }

  async function ask(request: TestRequest, claims: object = {}): Promise<TestResponse> {
    const token = await channelToken({ atMs: apps.citizen.clock.now(), ...claims });
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const response = await apps.citizen.http.send({ ...request, headers });
    answered(request, response);
    return response;
  }

  test('are what the reference says, when all is well', async () => {
    const post = (path: string, payload: object) =>
      ({ method: 'POST', url: url(path), payload }) as const;
    for (const path of ['me/health', 'me/tests', 'me/vaccinations', 'me/family']) {
      expect((await ask({ url: url(path) })).statusCode).toBe(200);
    }
    expect((await ask({ url: url('registration') })).statusCode).toBe(200);
    const memberToken = await channelToken({
      atMs: apps.citizen.clock.now(),
      sub: `10:${OTHER_ID_NUMBER}`,
    });
    const bound = await ask(post('me/family', { memberToken, relation: 'parent' }));
    const { id } = bound.json().member;
    await ask({ method: 'POST', url: url(`me/family/${id}/leave`) });
    const declared = { recordId: 'd1', declaredAt: at, symptoms: [], contact: false };
    expect((await ask(post('declarations/health', declared))).statusCode).toBe(200);
    const trip = { recordId: 't1', declaredAt: at, areaCode: '440303', enteredAt: at, leftAt: at };
    expect((await ask(post('declarations/trip', trip))).statusCode).toBe(200);
    const appeal = { recordId: 'a1', appealedAt: at, reasonId: 'other', text: 'x' };
    expect((await ask(post('appeals', appeal))).statusCode).toBe(200);
    const { paper } = (await ask({ method: 'POST', url: url('me/paper-code') })).json();
    const staff = { scope: 'staff', sub: 'nurse-1' };
    expect((await ask(post('paper-codes/read', { paper }), staff)).statusCode).toBe(200);
    const person = { idType: '10', idNumber: OTHER_ID_NUMBER, purpose: 'no-phone' };
    expect((await ask(post('staff/look-up', person), staff)).statusCode).toBe(200);
  });

  test('are what the reference says, when something is wrong', async () => {
    const { facts, audit } = apps.citizen;
    const staff = { scope: 'staff', sub: 'nurse-2' };
    const lookUp = { method: 'POST', url: url('staff/look-up') } as const;
    const person = { idType: '10', idNumber: OTHER_ID_NUMBER, purpose: 'no-phone' };
    await ask({ url: url('me/health') }, staff);
    await ask({ url: url('me/health') }, { lifeSec: 901 });
    await ask({ url: '/channels/nobody/me/health' });
    await ask({ ...lookUp, payload: { ...person, idNumber: '1' } }, staff);
    await ask({ ...lookUp, payload: { ...person, extra: 1 } }, staff);
    await ask({ ...lookUp, payload: {} }, staff);
    await ask({ ...lookUp, headers: { 'content-type': 'text/plain' }, payload: 'x' }, staff);
    await ask({ method: 'POST', url: url('me/family/AAAAAAAAAAAA/leave') });
    await ask({ method: 'POST', url: url('me/family/short/leave') });
    const paper = {
      method: 'POST',
      url: url('paper-codes/read'),
      payload: { paper: 'x' },
    } as const;
    await ask(paper, staff);
    audit.answers = () => false;
    await ask({ ...lookUp, payload: person }, staff);
    audit.answers = () => true;
    facts.answers = () => false;
    await ask({ url: url('me/health') });
    await ask({ ...lookUp, payload: person }, staff);
    facts.answers = () => true;
    const refused: number[] = [];
    for (let time = 0; time < 12; time += 1) {
      refused.push((await ask({ ...lookUp, payload: person }, staff)).statusCode);
    }
    expect(refused).toContain(429);
  });
});
