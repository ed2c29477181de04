import * as fc from 'fast-check';
import {
  type AuditEntry,
  GENESIS,
  headOf,
  seal,
  verifyChain,
} from '../../../service/audit/audit-entry';
import { runs } from '../fixtures/runs';

const CHAIN = 'audit#ap-southeast-1#i-1#2022-01-10T00:31:00.000Z';

const readings = fc.record({
  action: fc.constantFrom('look-up', 'paper-code'),
  channel: fc.constantFrom('suikang', 'yueshengshi'),
  staff: fc.constantFrom('nurse-1', 'nurse-2'),
  purpose: fc.constantFrom('no-phone', 'emergency'),
  person: fc.string({ minLength: 1, maxLength: 22 }),
} as const);

/** A whole chain of at least two readings. */
const chains = fc.array(readings, { minLength: 2, maxLength: 12 }).map((contents) => {
  const entries: AuditEntry[] = [];
  for (const [seq, content] of [{ action: 'anchor' } as const, ...contents].entries()) {
    const at = new Date(Date.UTC(2022, 0, 10) + seq * 1000).toISOString();
    const previous = entries.at(-1)?.hash ?? GENESIS;
    entries.push(seal({ chain: CHAIN, seq, at, content, previous }));
  }
  return entries;
});

/** Everything that can be done to a chain, given where and with what. */
const TAMPERINGS: readonly ((chain: AuditEntry[], at: number, to: number) => AuditEntry[])[] = [
  // Change one member of one entry.
  (chain, at) => chain.with(at, { ...chain[at]!, at: '2023-01-01T00:00:00.000Z' }),
  (chain, at) => chain.with(at, { ...chain[at]!, previous: 'f'.repeat(64) }),
  (chain, at) => chain.with(at, { ...chain[at]!, hash: 'f'.repeat(64) }),
  (chain, at) => chain.with(at, { ...chain[at]!, chain: `${CHAIN}x` }),
  (chain, at) => chain.with(at, { ...chain[at]!, seq: chain[at]!.seq + 1 }),
  (chain, at) =>
    chain.with(at, {
      ...chain[at]!,
      content: { ...chain[at]!.content, staff: 'nurse-3' } as AuditEntry['content'],
    }),
  // Change one and seal it again, as somebody would who knows how.
  (chain, at) => chain.with(at, seal({ ...chain[at]!, at: '2023-01-01T00:00:00.000Z' })),
  // Remove, double, move.
  (chain, at) => chain.toSpliced(at, 1),
  (chain, at) => chain.toSpliced(at, 0, chain[at]!),
  (chain, at, to) => chain.toSpliced(at, 1).toSpliced(to, 0, chain[at]!),
  // Insert an entry that fits behind the one before it; behind the last one it would go on.
  (chain, at) => {
    const before = chain[Math.min(at, chain.length - 2)]!;
    const { seq, hash } = before;
    const between = seal({
      ...before,
      seq: seq + 1,
      previous: hash,
      at: '2023-01-01T00:00:00.000Z',
    });
    return chain.toSpliced(seq + 1, 0, between);
  },
  // Cut off the end; write all of it anew.
  (chain, at) => chain.slice(0, at),
  (chain) => {
    const anew: AuditEntry[] = [];
    for (const entry of chain) {
      const previous = anew.at(-1)?.hash ?? GENESIS;
      anew.push(seal({ ...entry, at: '2023-01-01T00:00:00.000Z', previous }));
    }
    return anew;
  },
];

test('a whole chain is intact and has the head that the log says', () => {
  fc.assert(
    fc.property(chains, (chain) => {
      const head = headOf(chain.at(-1)!);
      expect(verifyChain(chain)).toEqual({ intact: true, head });
      expect(verifyChain(chain, head)).toEqual({ intact: true, head });
      // A head of yesterday is passed by the chain of today.
      expect(verifyChain(chain, headOf(chain[1]!))).toEqual({ intact: true, head });
    }),
    { numRuns: runs(200) },
  );
});

test('any change, removal, insertion or move is found, and so is a cut with the head of the log', () => {
  const places = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...TAMPERINGS));
  fc.assert(
    fc.property(chains, places, (chain, [at, to, tamper]) => {
      const tampered = tamper(chain, at % chain.length, to % chain.length);
      fc.pre(JSON.stringify(tampered) !== JSON.stringify(chain));
      expect(verifyChain(tampered, headOf(chain.at(-1)!)).intact).toBe(false);
    }),
    { numRuns: runs(1_000) },
  );
});

test('inside a chain it is found without the log as well', () => {
  const places = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...TAMPERINGS.slice(0, 11)));
  fc.assert(
    fc.property(chains, places, (chain, [at, to, tamper]) => {
      // Not the last entry: to remove that one, or seal it anew, is to cut and go on.
      const inside = at % (chain.length - 1);
      const tampered = tamper(chain, inside, to % chain.length);
      fc.pre(JSON.stringify(tampered) !== JSON.stringify(chain));
      fc.pre(tampered.length >= chain.length - 1);
      expect(verifyChain(tampered).intact).toBe(false);
    }),
    { numRuns: runs(1_000) },
  );
});

test('fails for no entries at all', () => {
  expect(verifyChain([])).toEqual({ intact: false, index: 0, problem: 'empty' });
});
