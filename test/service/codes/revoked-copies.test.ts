import { decodeJwt } from 'jose';
import type { IKnownRevocations } from '../../../service/codes/code-cache';
import { CODE_FRESH_SECONDS } from '../../../service/codes/freshness';
import { pseudonymHash } from '../../../service/revocation/revocation-item';
import { type AskedCode, PERSON, settled, testCodes } from '../fixtures/codes';
import { testFact } from '../fixtures/facts';

const POSITIVE = testFact('positive', '2022-01-10T02:00:00+08:00');

function list() {
  const revoked = new Map<string, number>();
  const held = { version: {} as unknown, looks: 0 };
  const revocations: IKnownRevocations = {
    get version() {
      return held.version;
    },
    isRevoked(subject, issuedAt) {
      held.looks += 1;
      return issuedAt <= (revoked.get(Buffer.from(subject).toString('hex')) ?? -1);
    },
  };
  const revoke = ({ code }: AskedCode) => {
    const { sub, iat } = decodeJwt(code.credential);
    revoked.set(Buffer.from(pseudonymHash(sub!)).toString('hex'), iat!);
    held.version = {};
  };
  return { held, revocations, revoke };
}

describe('a copy that is revoked', () => {
  test('is made anew', async () => {
    const { revocations, revoke } = list();
    const codes = await testCodes({ revocations });
    revoke(await codes.ask());
    codes.clock.advance(2);
    const { code, age } = await codes.ask();
    expect(age).toBeUndefined();
    expect(code.asOf).toBe(new Date(codes.clock.now()).toISOString());
    expect((await codes.ask()).age).toBe(0);
  });

  test.each([0, 3] as const)(
    'fails to stand in for a store that is away, at level %s',
    async (level) => {
      const { revocations, revoke } = list();
      const codes = await testCodes({ revocations });
      revoke(await codes.ask());
      codes.store.state = 'fails';
      codes.level = level;
      codes.clock.advance(2);
      await expect(codes.ask()).rejects.toMatchObject({ code: 'KAPOK_SHOW_STORED' });
    },
  );
});

test('a copy is looked up once in each list', async () => {
  const { held, revocations } = list();
  const codes = await testCodes({ revocations });
  for (let at = 0; at < 5; at += 1) await codes.ask();
  expect(held.looks).toBe(1);
  held.version = {};
  for (let at = 0; at < 5; at += 1) await codes.ask();
  expect(held.looks).toBe(2);
});

describe('a process that sees somebody turn red', () => {
  async function create() {
    const added: [string, number?][] = [];
    const redTurns = { add: (personKey: string, atMs?: number) => added.push([personKey, atMs]) };
    const codes = await testCodes({ redTurns: redTurns as never });
    return { ...codes, codes, added, positive: { ...POSITIVE, personKey: PERSON } };
  }

  test('revokes what was issued before in another colour, and not the red code', async () => {
    const { codes, added, clock, store, positive } = await create();
    await codes.ask();
    expect(added).toEqual([]);
    store.facts.push(positive);
    clock.advance(60);
    const { code } = await codes.ask();
    expect(code.colour).toBe('red');
    expect(added).toEqual([[PERSON, (decodeJwt(code.credential).iat! - 1) * 1000]]);
    clock.advance(60);
    await codes.ask();
    expect(added).toHaveLength(1);
  });

  test('revokes as well when the copy was renewed in the background', async () => {
    const { codes, added, clock, store, positive } = await create();
    await codes.ask();
    store.facts.push(positive);
    clock.advance(CODE_FRESH_SECONDS);
    await codes.ask();
    await settled();
    expect(added).toHaveLength(1);
  });

  test('revokes the other colour of the same second too', async () => {
    const { codes, added, store, positive } = await create();
    const before = await codes.ask();
    store.facts.push(positive);
    await codes.ask({ channel: 'yueshengshi' });
    expect(added).toEqual([[PERSON, decodeJwt(before.code.credential).iat! * 1000]]);
  });

  test('revokes nothing of somebody of whom it holds no other colour', async () => {
    const { codes, added, store, positive } = await create();
    store.facts.push(positive);
    await codes.ask();
    await codes.ask({ channel: 'yueshengshi' });
    expect(added).toEqual([]);
  });
});
