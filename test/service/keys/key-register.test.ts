import { generateKeyPairSync } from 'node:crypto';
import { type KeyRegister, readKeyRegister } from '../../../service/keys/key-register';
import { callerKey } from '../fixtures/callers';

const SUIKANG = callerKey('suikang-1', {
  role: 'channel',
  channel: 'suikang',
  scopes: ['citizen'],
});
const LAB = callerKey('lab-1', {
  role: 'source',
  source: 'lab',
  kinds: ['nucleic-acid-test'],
  recordsPerMinute: 1,
  nonGreenShare: 0,
});

function read(keys: readonly unknown[], before?: KeyRegister) {
  const bad: string[] = [];
  const text = JSON.stringify({ keys });
  return { register: readKeyRegister(text, (kid) => bad.push(kid), before), bad };
}

/** A public key of any kind as a JSON Web Key. */
function jwkOf(publicKey: { export(options: { format: 'jwk' }): object }): object {
  return publicKey.export({ format: 'jwk' });
}

test('each key is found by its name, with whom it belongs to and how it signs', () => {
  const ed25519 = {
    ...jwkOf(generateKeyPairSync('ed25519').publicKey),
    kid: 'ed-1',
    kapok: { role: 'supervisor', supervisor: 'dr-li' },
  };
  const { register, bad } = read([SUIKANG.jwk, LAB.jwk, ed25519]);

  expect(bad).toEqual([]);
  expect(register.all().map(({ kid }) => kid)).toEqual(['suikang-1', 'lab-1', 'ed-1']);
  expect(register.tryFind('suikang-1')).toMatchObject({
    algorithm: 'ES256',
    owner: { role: 'channel', channel: 'suikang', scopes: ['citizen'] },
  });
  expect(register.tryFind('lab-1')?.owner).toMatchObject({ source: 'lab', nonGreenShare: 0 });
  expect(register.tryFind('ed-1')?.algorithm).toBe('EdDSA');
  expect(register.tryFind('nobody')).toBeUndefined();
});

const { d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  format: 'jwk',
});
const P384 = jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey);
const X25519 = jwkOf(generateKeyPairSync('x25519').publicKey);

test.each<[string, unknown, string]>([
  ['that belongs to nobody', { ...SUIKANG.jwk, kid: 'a', kapok: undefined }, 'a'],
  ['of a role that there is not', { ...LAB.jwk, kid: 'a', kapok: { role: 'king' } }, 'a'],
  [
    'with a share above 1',
    { ...LAB.jwk, kid: 'a', kapok: { ...(LAB.jwk.kapok as object), nonGreenShare: 1.1 } },
    'a',
  ],
  ['that is no point of its curve', { ...SUIKANG.jwk, kid: 'a', x: 'AAAA' }, 'a'],
  ['of another curve', { ...SUIKANG.jwk, ...P384, kid: 'a' }, 'a'],
  ['that cannot sign', { ...SUIKANG.jwk, ...X25519, y: undefined, kid: 'a' }, 'a'],
  ['whose private half lies beside it', { ...SUIKANG.jwk, kid: 'a', d }, 'a'],
  ['whose name is taken', { ...LAB.jwk, kid: 'suikang-1' }, 'suikang-1'],
  ['without a name', { ...LAB.jwk, kid: undefined }, 'without a name'],
  ['that is no object', 'key', 'without a name'],
  ['that is nothing', null, 'without a name'],
])('a key %s is named and left out, the others hold', (_, entry, named) => {
  const { register, bad } = read([SUIKANG.jwk, entry]);

  expect(bad).toEqual([named]);
  expect(register.size).toBe(1);
  expect(register.tryFind('suikang-1')?.owner.role).toBe('channel');
});

test('a key that did not change stays the same object, one that did is another', () => {
  const { register: before } = read([SUIKANG.jwk, LAB.jwk]);
  const kapok = { ...(LAB.jwk.kapok as object), recordsPerMinute: 2 };
  const { register: after } = read([{ ...LAB.jwk, kapok }, SUIKANG.jwk], before);

  expect(after.tryFind('suikang-1')).toBe(before.tryFind('suikang-1'));
  expect(after.tryFind('lab-1')).not.toBe(before.tryFind('lab-1'));
  expect(after.tryFind('lab-1')?.owner).toMatchObject({ recordsPerMinute: 2 });
});

test.each(['', 'keys', '[]', '{}', '{"keys":{}}'])('fails for the text %j as a whole', (text) => {
  expect(() => readKeyRegister(text, () => undefined)).toThrow(
    'a register of public keys is not a JWK set',
  );
});
