import { createLocalJWKSet, jwtVerify } from 'jose';
import { createKeyRing } from '../../../service/credential/key-ring';
import { revocationItem } from '../../../service/revocation/revocation-item';
import {
  REVOCATIONS_PERIOD_SECONDS,
  REVOCATIONS_POLL_SECONDS,
  RevocationList,
} from '../../../service/revocation/revocation-list';
import {
  REVOCATIONS_LIFE_SECONDS,
  REVOCATIONS_TYPE,
} from '../../../service/web/verify/revocation-entries';
import { ISSUER } from '../fixtures/credentials';
import { ManualClock } from '../fixtures/manual-clock';
import { MemoryControlStore } from '../fixtures/memory-stores';
import { SECRETS } from '../fixtures/secrets';

async function create(control = new MemoryControlStore(), clock = new ManualClock()) {
  const ring = await createKeyRing(SECRETS.signingKeys);
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => failures.push(error);
  const list = new RevocationList({
    control,
    clock,
    keyRings: { ring },
    issuer: ISSUER,
    onFailure,
  });
  return { list, control, clock, ring, failures };
}

test('signs what it reads, for ten minutes from when it was read', async () => {
  const { list, control, clock, ring } = await create();
  await control.put(revocationItem('somebody', clock.now()));
  await list.refresh();
  const { payload } = await jwtVerify(
    list.held!.document.body.toString(),
    createLocalJWKSet(JSON.parse(ring.jwks)),
    { typ: REVOCATIONS_TYPE, issuer: ISSUER, currentDate: new Date(clock.now()) },
  );
  const iat = clock.now() / 1000;
  const entries = list.held!.entries.toString('base64url');
  expect(payload).toEqual({ iss: ISSUER, iat, exp: iat + REVOCATIONS_LIFE_SECONDS, entries });
  expect(list.revokedUpTo('somebody')).toBe(iat);
  expect(list.revokedUpTo('nobody')).toBeUndefined();
});

test('signs anew when somebody turned red or half the life has passed, and not otherwise', async () => {
  const { list, control, clock } = await create();
  const documents: unknown[] = [];
  const read = async (seconds: number) => {
    clock.advance(seconds);
    await list.refresh();
    documents.push(list.held!.document);
    return new Set(documents).size;
  };
  // The clock stands at 31 minutes past the hour, a minute into a period.
  expect(await read(0)).toBe(1);
  expect(await read(REVOCATIONS_POLL_SECONDS)).toBe(1);
  await control.put(revocationItem('somebody', clock.now()));
  expect(await read(REVOCATIONS_POLL_SECONDS)).toBe(2);
  expect(await read(REVOCATIONS_PERIOD_SECONDS - 121)).toBe(2);
  expect(await read(1)).toBe(3);
});

test('instances that know the same have the same etag, though no two signatures are equal', async () => {
  const one = await create();
  const other = await create(one.control, one.clock);
  await one.list.refresh();
  one.clock.advance(60);
  await other.list.refresh();
  expect(other.list.held!.document.etag).toBe(one.list.held!.document.etag);
  expect(other.list.held!.document.body).not.toEqual(one.list.held!.document.body);
});

test('a spoilt item is told and left out, and keeps nobody else from the list', async () => {
  const { list, control, clock, failures } = await create();
  await control.put(revocationItem('somebody', clock.now()));
  await control.put({ ...revocationItem('nobody', clock.now()), at: 1.7e16 });
  await list.refresh();
  expect(list.revokedUpTo('somebody')).toBe(clock.now() / 1000);
  expect(list.revokedUpTo('nobody')).toBeUndefined();
  expect(failures).toEqual([
    new Error('1 items of the revocations cannot be read and are left out'),
  ]);
});

test('reads every 30 s, and starts without a list when the table does not answer', async () => {
  const { list, control, clock, failures } = await create();
  control.answers = false;
  list.start();
  await list.ready;
  expect(list.held).toBeUndefined();
  expect(failures).toHaveLength(1);
  control.answers = true;
  clock.advance(REVOCATIONS_POLL_SECONDS);
  while (list.held === undefined) await new Promise(setImmediate);
  list.stop();
  expect(clock.waiting).toBe(0);
});

test('keeps the last list while the table cannot be read, and does not make it look newer', async () => {
  const { list, control, clock } = await create();
  await list.refresh();
  const { held } = list;
  control.answers = false;
  clock.advance(3_600);
  await list.refresh();
  expect(list.held).toBe(held);
});
