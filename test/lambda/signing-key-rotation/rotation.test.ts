import { CURRENT_STAGE, PENDING_STAGE } from '../../../lambda/adapters/secret-versions';
import { type KeySet, makeKeySet } from '../../../lambda/signing-keys/key-set';
import { NEXT_LEAD_MS, PENDING_LIFE_MS } from '../../../lambda/signing-keys/key-times';
import { FakeSecretVersions, type FakeSecretVersionsOptions } from './fake-secret-versions';
import { callStep, rotateAt, STEPS, type Step } from './rotation-run';

const START_MS = Date.parse('2022-01-10T00:31:00.000Z');
const RIPE_MS = START_MS + NEXT_LEAD_MS;
const SET = makeKeySet(START_MS);
const AT = { versionId: 'new', nowMs: RIPE_MS };

function ripeSecret(options?: FakeSecretVersionsOptions): FakeSecretVersions {
  const versions = new FakeSecretVersions(JSON.stringify(SET), options);
  versions.startRotation('new');
  return versions;
}

async function prepared(): Promise<FakeSecretVersions> {
  const versions = ripeSecret();
  await callStep(versions, 'createSecret', AT);
  return versions;
}

const setOf = (value: string | undefined) => JSON.parse(value ?? 'null') as KeySet;

test('the next key signs, the current one only verifies, and another is published', async () => {
  const versions = new FakeSecretVersions(JSON.stringify(SET));

  const { current, next, previous } = setOf(await rotateAt(versions, 'new', RIPE_MS));

  expect(current.kid).toBe(SET.next.kid);
  expect(current.d).toBe(SET.next.d);
  expect(previous.map(({ kid }) => kid)).toEqual([SET.current.kid]);
  expect(previous[0]).toMatchObject({ retiredAt: new Date(RIPE_MS).toISOString() });
  expect([SET.current.kid, SET.next.kid]).not.toContain(next.kid);
  expect(next.madeAt).toBe(new Date(RIPE_MS).toISOString());
});

test('a key that is retired loses its private number for ever', async () => {
  const versions = new FakeSecretVersions(JSON.stringify(SET));

  const value = await rotateAt(versions, 'new', RIPE_MS);

  expect(value).not.toContain(SET.current.d);
});

test('nothing changes for readers before the last step', async () => {
  const versions = ripeSecret();

  for (const step of STEPS.slice(0, -1)) await callStep(versions, step, AT);

  expect(versions.holderOf(CURRENT_STAGE)).toBe('first');
  expect(versions.writes).toEqual(['write new']);
});

test('no label is left behind that would stop later rotations', async () => {
  const versions = ripeSecret();

  for (const step of STEPS) await callStep(versions, step, AT);

  expect(versions.holderOf(PENDING_STAGE)).toBeUndefined();
});

test('a set from before rotation only gets a next key: one that nobody knows cannot sign', async () => {
  const before = { current: SET.current, previous: [makeKeySet(0).current] };
  const versions = new FakeSecretVersions(JSON.stringify(before));

  const { current, next, previous } = setOf(await rotateAt(versions, 'new', RIPE_MS));

  expect(current).toEqual(SET.current);
  expect(next.madeAt).toBe(new Date(RIPE_MS).toISOString());
  expect(previous.map(({ kid }) => kid)).toEqual([before.previous[0]?.kid]);
  expect(previous[0]).not.toHaveProperty('d');
});

test.each(STEPS.flatMap((step) => [2, 3].map((times) => [step, times] as const)))(
  '%s that comes %d times does what it does once',
  async (repeated, times) => {
    const versions = ripeSecret();

    for (const step of STEPS) {
      for (let call = 0; call < (step === repeated ? times : 1); call += 1) {
        await callStep(versions, step, AT);
      }
    }

    expect(versions.writes).toEqual(['write new', 'promote new', 'unmark new']);
  },
);

test('createSecret keeps the keys of an earlier attempt', async () => {
  const versions = await prepared();
  const first = versions.held('new');

  await callStep(versions, 'createSecret', { ...AT, nowMs: RIPE_MS + PENDING_LIFE_MS });

  expect(versions.held('new')).toBe(first);
});

test('any step of a version that is current already does nothing', async () => {
  const versions = ripeSecret();
  for (const step of STEPS) await callStep(versions, step, AT);
  const done = [...versions.writes];

  for (const step of STEPS) await callStep(versions, step, AT);

  expect(versions.writes).toEqual(done);
});

test('testSecret takes a copy of the current version, as when the schedule is made', async () => {
  for (const set of [SET, { ...SET, next: undefined }]) {
    const value = JSON.stringify(set);
    const versions = new FakeSecretVersions(value);
    versions.startRotation('trial', value);

    await callStep(versions, 'testSecret', { versionId: 'trial', nowMs: START_MS });

    expect(versions.writes).toEqual([]);
  }
});

test.each(['current', 'next'] as const)(
  'fails the test of a set whose %s key does not verify what it signs',
  async (role) => {
    const { d } = makeKeySet(0).current;
    const versions = new FakeSecretVersions(JSON.stringify(SET));
    versions.startRotation('new', JSON.stringify({ ...SET, [role]: { ...SET[role], d } }));

    await expect(callStep(versions, 'testSecret', AT)).rejects.toMatchObject({
      code: 'KAPOK_ROTATION_PROOF',
      message: expect.stringContaining(SET[role].kid),
    });
  },
);

test('fails while verifiers may not know the next key, and says when to try again', async () => {
  const versions = ripeSecret();

  await expect(
    callStep(versions, 'createSecret', { ...AT, nowMs: RIPE_MS - 1 }),
  ).rejects.toMatchObject({
    code: 'KAPOK_ROTATION_EARLY',
    fix: `rotate again after ${new Date(RIPE_MS).toISOString()}`,
  });
  expect(versions.writes).toEqual([]);
});

test.each(['Failed', 'InProgress'] as const)(
  'fails while a copy is %s: its region would go on signing with a key that is dropped',
  async (status) => {
    const versions = ripeSecret({ copiesBehind: [{ region: 'ap-northeast-1', status }] });

    await expect(callStep(versions, 'createSecret', AT)).rejects.toMatchObject({
      code: 'KAPOK_ROTATION_COPIES',
      got: `ap-northeast-1 ${status}`,
      allowed: 'InSync in every region',
    });
    expect(versions.writes).toEqual([]);
  },
);

test.each(['createSecret', 'finishSecret'] as const)(
  'gives up, in %s, a version whose times no longer hold, and the next attempt starts anew',
  async (step) => {
    const versions = await prepared();
    const lateMs = RIPE_MS + PENDING_LIFE_MS + 1;

    await expect(callStep(versions, step, { ...AT, nowMs: lateMs })).rejects.toMatchObject({
      code: 'KAPOK_ROTATION_STALE',
    });

    expect(versions.holderOf(CURRENT_STAGE)).toBe('first');
    const { current } = setOf(await rotateAt(versions, 'newer', lateMs));
    expect(current.kid).toBe(SET.next.kid);
  },
);

test.each([
  ['drops the key that signs now', makeKeySet(START_MS)],
  ['signs with a key that was withdrawn', { ...SET, next: makeKeySet(START_MS).next }],
])('gives up a version that %s, after a change by hand', async (_, byHand) => {
  const versions = await prepared();
  versions.putByHand(JSON.stringify(byHand));

  await expect(callStep(versions, 'finishSecret', AT)).rejects.toMatchObject({
    code: 'KAPOK_ROTATION_OVERTAKEN',
  });

  expect(versions.holderOf(CURRENT_STAGE)).toBe('by-hand');
  expect(versions.holderOf(PENDING_STAGE)).toBeUndefined();
});

test.each<[string, () => FakeSecretVersions, Step, string, string]>([
  ['a step that rotations do not have', ripeSecret, 'dropSecret' as Step, 'new', 'STEP'],
  [
    'a rotation that is off',
    () => ripeSecret({ rotationEnabled: false }),
    'createSecret',
    'new',
    'DISABLED',
  ],
  ['a version that nobody knows', ripeSecret, 'createSecret', 'other', 'VERSION'],
  ['an earlier version', rotatedByHand, 'finishSecret', 'first', 'VERSION'],
  ['a version without a value', ripeSecret, 'testSecret', 'new', 'VALUE'],
  ['a version without a value', ripeSecret, 'finishSecret', 'new', 'VALUE'],
  ['a secret of something else', () => holding('a secret'), 'createSecret', 'new', 'VALUE'],
  ['a secret that is empty', () => holding(undefined), 'createSecret', 'new', 'VALUE'],
])('fails for %s, says what to do, and writes nothing', async (_, make, step, versionId, code) => {
  const versions = make();

  const error = await callStep(versions, step, { ...AT, versionId }).catch(
    (thrown: Error) => thrown,
  );

  expect(error).toMatchObject({
    code: `KAPOK_ROTATION_${code}`,
    fix: expect.stringMatching(/./),
    allowed: expect.stringMatching(/./),
  });
  expect(JSON.stringify([error, String(error)])).not.toContain('a secret"');
  expect(versions.writes).toEqual([]);
});

function holding(value: string | undefined): FakeSecretVersions {
  const versions = new FakeSecretVersions(value);
  versions.startRotation('new');
  return versions;
}

function rotatedByHand(): FakeSecretVersions {
  const versions = ripeSecret();
  versions.putByHand(JSON.stringify(SET));
  return versions;
}
