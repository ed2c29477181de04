import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { createKeyRing } from '../../../../service/credential/key-ring';
import { credential, ISSUER, NOW, Phone } from '../../fixtures/credentials';
import { SECRETS } from '../../fixtures/secrets';

/** All of it, minified; half is names of claims, members and states. */
const MOST_BYTES = 5_800;

/** What travels: a tenth of the 30 kB that the page may take. */
const MOST_GZIPPED = 3_000;

const FOLDER = path.join(__dirname, '../../../../service/web/verify');

function bundle(format: 'esm' | 'iife'): string {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(FOLDER, 'offline-verifier.ts')],
    bundle: true,
    minify: true,
    write: false,
    // Refuses whatever only Node has.
    platform: 'browser',
    format,
    ...(format === 'iife' && { globalName: 'kapok' }),
    target: 'es2020',
  });
  return outputFiles[0]!.text;
}

test('is small', () => {
  const text = bundle('esm');
  expect(Buffer.byteLength(text)).toBeLessThan(MOST_BYTES);
  expect(gzipSync(text).length).toBeLessThan(MOST_GZIPPED);
});

test('works with nothing but what every browser has', async () => {
  const browser = createContext({ crypto, atob, TextEncoder, TextDecoder, Uint8Array });
  runInContext(bundle('iife'), browser);
  const { OfflineVerifier } = runInContext('kapok', browser);
  const ring = await createKeyRing(SECRETS.signingKeys);
  const stored = { jwks: JSON.parse(ring.jwks), jwksAtMs: NOW };
  const verifier = await OfflineVerifier.open(stored, { issuer: ISSUER, nowMs: NOW });
  const phone = new Phone();
  const jws = await credential(ring, { cnf: phone.cnf });
  const verdict = await verifier.verify(phone.picture(jws, NOW), NOW);
  expect(verdict).toMatchObject({ state: 'valid', colour: 'green', name: '张**' });
});
