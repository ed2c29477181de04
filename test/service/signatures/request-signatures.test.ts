import { generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { type KeyOwner, readKeyRegister } from '../../../service/keys/key-register';
import { authoritiesOf } from '../../../service/signatures/authorities';
import { NONCES_PER_KEY, Nonces } from '../../../service/signatures/nonces';
import { RequestSignatures } from '../../../service/signatures/request-signatures';
import { configOf } from '../fixtures/app';
import { CALLER_KEYS } from '../fixtures/callers';
import { ManualClock } from '../fixtures/manual-clock';
import { runs } from '../fixtures/runs';
import {
  type SignedRequest,
  type SignedRequestOptions,
  signedRequest,
} from '../fixtures/signed-request';

const URL_PATH = '/records/visits';
const BODY = { records: [{ recordId: 'v1' }] };
const LAB = CALLER_KEYS.lab.jwk.kapok as KeyOwner;

function ed25519Key(kid: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, kapok: LAB } };
}

const EDWARDS = ed25519Key('lab-ed');
const STRANGER = { ...ed25519Key('stranger'), kid: 'lab-ed' };
const REGISTER = readKeyRegister(
  JSON.stringify({ keys: [...Object.values(CALLER_KEYS), EDWARDS].map(({ jwk }) => jwk) }),
  (kid) => {
    throw new Error(kid);
  },
);

function create(beforeWork?: () => void) {
  const clock = new ManualClock();
  const signatures = new RequestSignatures({
    register: () => REGISTER,
    authorities: authoritiesOf(configOf('partner')),
    clock,
    beforeWork,
  });
  const sign = (options: Partial<SignedRequestOptions> = {}) =>
    signedRequest({
      key: CALLER_KEYS.lab,
      atMs: clock.now(),
      url: URL_PATH,
      payload: BODY,
      ...options,
    });
  const verify = ({ method, url, headers, payload = '' }: SignedRequest) =>
    signatures.signerOf({ method, target: url, headers, body: Buffer.from(payload) });
  /** The code of the refusal, or the name of the key. */
  const outcome = async (request: SignedRequest): Promise<string> => {
    try {
      return (await verify(request)).kid;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  return { clock, sign, verify, outcome };
}

test.each([
  ['P-256', CALLER_KEYS.lab],
  ['Ed25519', EDWARDS],
])('a request that a registered %s key signed is that key’s', async (_curve, key) => {
  const { sign, verify } = create();
  expect(await verify(await sign({ key }))).toMatchObject({ kid: key.kid, owner: LAB });
});

test.each([
  ['partner.code.example.org', 'lab-1'],
  ['PARTNER.code.example.org', 'lab-1'],
  ['partner.code.example.org:443', 'lab-1'],
  ['ap-southeast-1.origin.code.example.org', 'lab-1'],
  ['ap-northeast-1.origin.code.example.org', 'KAPOK_SIGNATURE_INVALID'],
  ['partner.code.example.org:8443', 'KAPOK_SIGNATURE_INVALID'],
  ['code.code.example.org', 'KAPOK_SIGNATURE_INVALID'],
  ['partner.test.example.org', 'KAPOK_SIGNATURE_INVALID'],
  ['partner.code.example.org.evil.example', 'KAPOK_SIGNATURE_INVALID'],
])('a request that is signed for %s as it should be: %s', async (host, expected) => {
  const { sign, outcome } = create();
  expect(await outcome(await sign({ host }))).toBe(expected);
});

test('fails for another name with those under which partners ask', async () => {
  const { sign, verify } = create();
  await expect(verify(await sign({ host: 'partner.test.example.org' }))).rejects.toMatchObject({
    allowed: ['partner.code.example.org', 'ap-southeast-1.origin.code.example.org'],
  });
});

test('a request without a body needs no digest of it', async () => {
  const { sign, outcome } = create();
  const request = await sign({ payload: undefined as never, url: '/quarantine' });
  expect(await outcome(request)).toBe('lab-1');
});

test('signatures of others beside it are passed over', async () => {
  const { sign, outcome } = create();
  const request = await sign();
  const headers = {
    ...request.headers,
    signature: `proxy=:AAAA:, ${request.headers.signature}`,
    'signature-input': `proxy=("@status" "x-none");keyid="none", ${request.headers['signature-input']}`,
  };
  expect(await outcome({ ...request, headers })).toBe('lab-1');
});

test('what else is covered must hold too', async () => {
  const { sign, outcome } = create();
  const components = ['@method', '@authority', '@path', 'content-digest', 'content-type'];
  const request = await sign({ components });
  expect(await outcome(request)).toBe('lab-1');
  const other = await sign({ components });
  const headers = { ...other.headers, 'content-type': 'text/plain' };
  expect(await outcome({ ...other, headers })).toBe('KAPOK_SIGNATURE_INVALID');
});

const change = (headers: Record<string, string | undefined>) => (request: SignedRequest) =>
  ({ ...request, headers: { ...request.headers, ...headers } }) as SignedRequest;

test.each<[string, (request: SignedRequest) => SignedRequest, string]>([
  ['another method', (r) => ({ ...r, method: 'GET' }), 'KAPOK_SIGNATURE_INVALID'],
  ['another path', (r) => ({ ...r, url: '/records/orders' }), 'KAPOK_SIGNATURE_INVALID'],
  ['a path by detours', (r) => ({ ...r, url: '/records/x/../visits' }), 'KAPOK_SIGNATURE_INVALID'],
  [
    'a path in other letters',
    (r) => ({ ...r, url: '/records/%76isits' }),
    'KAPOK_SIGNATURE_INVALID',
  ],
  [
    'a query that is not covered',
    (r) => ({ ...r, url: `${URL_PATH}?a=1` }),
    'KAPOK_SIGNATURE_MISSING',
  ],
  ['another authority', change({ host: 'other.example.org' }), 'KAPOK_SIGNATURE_INVALID'],
  [
    'a name before the authority',
    change({ host: 'x@partner.code.example.org' }),
    'KAPOK_SIGNATURE_INVALID',
  ],
  ['no authority', change({ host: undefined }), 'KAPOK_SIGNATURE_INVALID'],
  ['another body', (r) => ({ ...r, payload: '{"records":[]}' }), 'KAPOK_BODY_DIGEST'],
  ['another digest', change({ 'content-digest': 'sha-256=:AAAA:' }), 'KAPOK_SIGNATURE_INVALID'],
  ['no digest', change({ 'content-digest': undefined }), 'KAPOK_SIGNATURE_INVALID'],
  ['no signature', change({ signature: undefined }), 'KAPOK_SIGNATURE_MISSING'],
  ['no input', change({ 'signature-input': undefined }), 'KAPOK_SIGNATURE_MISSING'],
  ['headers that are no fields', change({ signature: '=((' }), 'KAPOK_SIGNATURE_MISSING'],
  ['a signature that is a text', change({ signature: 'kapok="abc"' }), 'KAPOK_SIGNATURE_MISSING'],
  [
    'another signature',
    change({ signature: `kapok=:${'A'.repeat(86)}==:` }),
    'KAPOK_SIGNATURE_INVALID',
  ],
])('fails for %s', async (_what, tamper, code) => {
  const { sign, outcome } = create();
  expect(await outcome(tamper(await sign()))).toBe(code);
});

test.each<[string, Partial<SignedRequestOptions>, string]>([
  ['a key nobody has', { key: { ...CALLER_KEYS.lab, kid: 'nobody' } }, 'KAPOK_SIGNATURE_INVALID'],
  [
    'the name of another key',
    { key: { ...CALLER_KEYS.caict, kid: 'lab-1' } },
    'KAPOK_SIGNATURE_INVALID',
  ],
  ['another key of the same curve', { key: STRANGER }, 'KAPOK_SIGNATURE_INVALID'],
  ['a key of another algorithm', { key: { ...EDWARDS, kid: 'lab-1' } }, 'KAPOK_SIGNATURE_INVALID'],
  ['an algorithm that is not the key’s', { alg: 'hmac-sha256' }, 'KAPOK_SIGNATURE_INVALID'],
  ['a signature for something else', { tag: 'other' }, 'KAPOK_SIGNATURE_INVALID'],
  ['another label', { label: 'sig1' }, 'KAPOK_SIGNATURE_MISSING'],
  ['a nonce that is too long', { nonce: 'n'.repeat(65) }, 'KAPOK_SIGNATURE_MISSING'],
  ...['@method', '@authority', '@path', 'content-digest'].map(
    (missing): [string, Partial<SignedRequestOptions>, string] => [
      `${missing} not covered`,
      {
        components: ['@method', '@authority', '@path', 'content-digest'].filter(
          (name) => name !== missing,
        ),
      },
      'KAPOK_SIGNATURE_MISSING',
    ],
  ),
  [
    'a component with parameters',
    { components: ['@method', '@authority', '@path', '"content-digest";sf'] },
    'KAPOK_SIGNATURE_MISSING',
  ],
  ...['created', 'nonce', 'keyid', 'tag'].map(
    (missing): [string, Partial<SignedRequestOptions>, string] => [
      `no ${missing}`,
      { params: ['created', 'nonce', 'keyid', 'tag'].filter((name) => name !== missing) },
      'KAPOK_SIGNATURE_MISSING',
    ],
  ),
])('fails for %s', async (_what, options, code) => {
  const { sign, outcome } = create();
  expect(await outcome(await sign(options))).toBe(code);
});

test('fails for a label that stands twice, whichever is the good one', async () => {
  const { sign, outcome } = create();
  const [one, two] = [await sign(), await sign()];
  for (const header of ['signature', 'signature-input']) {
    const headers = { ...one.headers, [header]: `${one.headers[header]}, ${two.headers[header]}` };
    expect(await outcome({ ...one, headers })).toBe('KAPOK_SIGNATURE_MISSING');
  }
});

test.each([
  [-300_000, 'lab-1'],
  [-301_000, 'KAPOK_SIGNATURE_EXPIRED'],
  [300_000, 'lab-1'],
  [301_000, 'KAPOK_SIGNATURE_EXPIRED'],
])('a request signed %d ms from now: %s', async (offsetMs, expected) => {
  const { clock, sign, outcome } = create();
  expect(await outcome(await sign({ atMs: clock.now() + offsetMs }))).toBe(expected);
});

test('fails once it has expired by its own word', async () => {
  const { clock, sign, outcome } = create();
  const expiresAtMs = clock.now() + 10_000;
  const [now, later] = [await sign({ expiresAtMs }), await sign({ expiresAtMs })];
  clock.advance(10);
  expect(await outcome(now)).toBe('lab-1');
  clock.advance(1);
  expect(await outcome(later)).toBe('KAPOK_SIGNATURE_EXPIRED');
});

test('fails when it comes again, and for one of two that race; another key may use the nonce', async () => {
  const { sign, outcome } = create();
  const request = await sign({ nonce: 'n1' });
  const raced = await Promise.all([outcome(request), outcome(request)]);
  expect(raced.sort()).toEqual(['KAPOK_SIGNATURE_REPLAYED', 'lab-1']);
  expect(await outcome(request)).toBe('KAPOK_SIGNATURE_REPLAYED');
  expect(await outcome(await sign({ nonce: 'n1', key: CALLER_KEYS.cdc }))).toBe('cdc-1');
});

test('what was not signed uses no nonce up', async () => {
  const { sign, outcome } = create();
  const request = await sign({ nonce: 'n1' });
  expect(await outcome({ ...request, payload: '{}' })).toBe('KAPOK_BODY_DIGEST');
  expect(await outcome(request)).toBe('lab-1');
});

test('whoever is turned away before is not verified, and uses no nonce up', async () => {
  let isFull = true;
  const { sign, verify } = create(() => {
    if (isFull) throw new Error('full');
  });
  const request = await sign();
  await expect(verify({ ...request, payload: '{}' })).rejects.toThrow('full');
  isFull = false;
  await expect(verify(request)).resolves.toMatchObject({ kid: 'lab-1' });
});

test('a nonce counts for as long as its signature could, and of each key only the newest', () => {
  const clock = new ManualClock();
  const nonces = new Nonces(clock);
  expect(nonces.use('a', 'n')).toBe(true);
  clock.advance(600);
  expect(nonces.use('a', 'n')).toBe(false);
  clock.advance(1);
  expect(nonces.use('a', 'n')).toBe(true);
  nonces.use('b', 'n');
  for (let at = 0; at < NONCES_PER_KEY; at += 1) nonces.use('a', `flood-${at}`);
  expect([nonces.has('a', 'n'), nonces.has('b', 'n')]).toEqual([false, true]);
});

test('any change of the method, the path, the authority or the body is refused', async () => {
  const { clock, sign, outcome } = create();
  const request = await sign();
  const text = fc.string({ minLength: 1, maxLength: 20 });
  const pathText = fc.webPath().filter((path) => path !== '');
  const tampered = fc.oneof(
    fc.constantFrom('GET', 'PUT', 'DELETE', 'PATCH').map((method) => ({ method })),
    pathText.map((url) => ({ url })),
    fc.webQueryParameters().map((query) => ({ url: `${URL_PATH}?${query}` })),
    fc.oneof(fc.domain(), text).map((host) => ({ headers: { ...request.headers, host } })),
    fc.oneof(text, fc.json()).map((payload) => ({ payload })),
    fc.nat({ max: request.payload!.length - 1 }).map((at) => ({
      payload: `${request.payload!.slice(0, at)}~${request.payload!.slice(at + 1)}`,
    })),
  );
  await fc.assert(
    fc.asyncProperty(tampered, async (part) => {
      const other = { ...request, ...part } as SignedRequest;
      fc.pre(JSON.stringify(other) !== JSON.stringify(request));
      fc.pre(other.headers.host?.toLowerCase() !== request.headers.host || !('headers' in part));
      expect(await outcome(other)).toMatch(/^KAPOK_(SIGNATURE_(INVALID|MISSING)|BODY_DIGEST)$/);
    }),
    { numRuns: runs(300) },
  );
  expect(clock.waiting).toBe(0);
  expect(await outcome(request)).toBe('lab-1');
});
