import { createKeyRing } from '../../../service/credential/key-ring';
import { readSigningKeys } from '../../../service/secrets/secret-values';
import { KnownCredentials } from '../../../service/verification/known-credentials';
import { proves, tryDeviceKey } from '../../../service/verification/signatures';
import { credential, Phone } from '../fixtures/credentials';
import { privateJwk } from '../fixtures/secrets';

async function create() {
  const current = privateJwk('a');
  const other = privateJwk('b');
  const ringOf = (set: object) => createKeyRing(readSigningKeys(JSON.stringify(set)));
  const keyRings = { ring: await ringOf({ current, next: other, previous: [] }) };
  return { keyRings, known: new KnownCredentials(keyRings), current, other, ringOf };
}

test('a credential is verified once, whatever reloads its key', async () => {
  const { keyRings, known, current, other, ringOf } = await create();
  const text = await credential(keyRings.ring);
  const first = await known.read(text);
  expect(first).toMatchObject({ claims: { colour: 'green' } });
  keyRings.ring = await ringOf({ current, next: other, previous: [] });
  expect(await known.read(text)).toBe(first);
  expect(known.size).toBe(1);
});

test('a key that leaves the ring takes its credentials along', async () => {
  const { keyRings, known, current, other, ringOf } = await create();
  const text = await credential(keyRings.ring);
  await known.read(text);
  keyRings.ring = await ringOf({ current: other, previous: [current] });
  expect(await known.read(text)).toMatchObject({ claims: { colour: 'green' } });
  keyRings.ring = await ringOf({ current: other, previous: [] });
  expect(await known.read(text)).toBe('unknown-key');
  keyRings.ring = await ringOf({ current: other, previous: [{ ...privateJwk('a') }] });
  expect(await known.read(text)).toBe('bad-signature');
});

test('what is none of ours is not kept', async () => {
  const { keyRings, known } = await create();
  const text = await credential(keyRings.ring);
  expect(await known.read(`${text.slice(0, -4)}AAAA`)).toBe('bad-signature');
  expect(await known.read(await credential(keyRings.ring, { colour: 'gold' }))).toBe('malformed');
  const dev = Buffer.concat([Buffer.of(2), Buffer.alloc(32, 255)]).toString('base64url');
  expect(await known.read(await credential(keyRings.ring, { cnf: { dev } }))).toBe('malformed');
  expect(known.size).toBe(0);
});

test('a phone proves what it signed', async () => {
  const phone = new Phone();
  const [header, payload, signature, epoch, proof = ''] = phone.picture('a.b.c', 0).split('.');
  const text = [header, payload, signature, epoch].join('.');
  const key = tryDeviceKey(phone.device)!;
  expect(await proves(key, Buffer.from(proof, 'base64url'), text)).toBe(true);
  expect(await proves(key, Buffer.from(proof, 'base64url'), `${text}1`)).toBe(false);
  expect(tryDeviceKey('no point')).toBeUndefined();
});
