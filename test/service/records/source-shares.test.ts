import * as fc from 'fast-check';
import { MAX_BATCH } from '../../../service/records/record-limits';
import { SourceQuotas } from '../../../service/records/source-quota';
import { SourceShares } from '../../../service/records/source-share';
import { callerKey } from '../fixtures/callers';
import { ManualClock } from '../fixtures/manual-clock';
import { type Partner, partner, registerWith, sourceOwner, testRecord } from '../fixtures/partner';
import { runs } from '../fixtures/runs';

const code = (work: () => unknown): unknown => {
  try {
    work();
    return 'taken';
  } catch (error) {
    const { code, retryAfterSec } = error as { code: string; retryAfterSec: number };
    return [code, retryAfterSec];
  }
};

test('a source sends a minute’s worth at once, then as fast as its share fills', () => {
  const clock = new ManualClock();
  const quotas = new SourceQuotas({ clock, random: () => 0 });
  const owner = sourceOwner('a', { recordsPerMinute: 600 });
  expect(code(() => quotas.take(owner, 600))).toBe('taken');
  expect(code(() => quotas.take(owner, 100))).toEqual(['KAPOK_QUOTA', 10]);
  clock.advance(10);
  expect(code(() => quotas.take(owner, 100))).toBe('taken');
  expect(code(() => quotas.check(owner))).toEqual(['KAPOK_QUOTA', 1]);
  expect(code(() => quotas.take(sourceOwner('b'), 100))).toBe('taken');
});

test('the smallest share still takes one batch', () => {
  const quotas = new SourceQuotas({ clock: new ManualClock(), random: () => 0 });
  const owner = sourceOwner('a', { recordsPerMinute: 1 });
  expect(code(() => quotas.take(owner, MAX_BATCH))).toBe('taken');
});

test('a clock that is set back takes nothing away', () => {
  let nowMs = 1_000_000;
  const quotas = new SourceQuotas({ clock: { now: () => nowMs } as never, random: () => 0 });
  const owner = sourceOwner('a', { recordsPerMinute: 600 });
  quotas.take(owner, 500);
  nowMs -= 60_000;
  expect(code(() => quotas.take(owner, 100))).toBe('taken');
});

test('no sequence of batches gets more than the share, and what is refused costs nothing', () => {
  const step = fc.record({
    seconds: fc.integer({ min: 0, max: 30 }),
    records: fc.integer({ min: 1, max: MAX_BATCH }),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3_000 }),
      fc.array(step, { maxLength: 60 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (recordsPerMinute, steps, draw) => {
        const clock = new ManualClock();
        const startMs = clock.now();
        const quotas = new SourceQuotas({ clock, random: () => draw });
        const owner = sourceOwner('a', { recordsPerMinute });
        const burst = Math.max(recordsPerMinute, MAX_BATCH);
        let taken = 0;
        for (const { seconds, records } of steps) {
          clock.advance(seconds);
          const outcome = code(() => quotas.take(owner, records));
          if (outcome === 'taken') taken += records;
          else expect((outcome as [string, number])[1]).toBeGreaterThanOrEqual(1);
          const minutes = (clock.now() - startMs) / 60_000;
          expect(taken).toBeLessThanOrEqual(burst + recordsPerMinute * minutes + 1e-6);
        }
      },
    ),
    { numRuns: runs(200) },
  );
});

test('a source that waits as it was told is taken, whatever was drawn', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3_000 }),
      fc.integer({ min: 1, max: MAX_BATCH }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (recordsPerMinute, records, draw) => {
        const clock = new ManualClock();
        const quotas = new SourceQuotas({ clock, random: () => draw });
        const owner = sourceOwner('a', { recordsPerMinute });
        quotas.take(owner, Math.max(recordsPerMinute, MAX_BATCH));
        const [, waitSec] = code(() => quotas.take(owner, records)) as [string, number];
        clock.advance(waitSec);
        expect(code(() => quotas.take(owner, records))).toBe('taken');
      },
    ),
    { numRuns: runs(200) },
  );
});

test('what fails gives its share back', async () => {
  const shares = new SourceShares(() => 0);
  for (let at = 0; at < 5; at += 1) {
    await expect(shares.within('a', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  }
  await expect(shares.within('a', async () => 'done')).resolves.toBe('done');
});

describe('over HTTP', () => {
  const small = callerKey('small-1', sourceOwner('small', { recordsPerMinute: 100 }));
  const fine = callerKey('fine-1', sourceOwner('fine'));
  const register = registerWith(small, fine);
  let sender: Partner;

  beforeEach(async () => {
    sender = await partner(undefined, { register });
  });

  afterEach(() => sender.on.http.close());

  const batch = (size: number, from = 0) =>
    Array.from({ length: size }, (_, at) => testRecord(from + at));

  test('fails beyond the quota without a call of the store, with a jittered retry-after', async () => {
    expect(await sender.results(small, 'nucleic-acid-tests', batch(95))).toHaveLength(95);
    const { calls } = sender.on.facts;
    const refused = await sender.records(small, 'nucleic-acid-tests', batch(10));
    expect([refused.statusCode, refused.json().error.code]).toEqual([429, 'KAPOK_QUOTA']);
    // 5 more records fill in 3 s; the draw of one half makes 4.5 of it.
    expect(refused.headers['retry-after']).toBe('5');
    expect(sender.on.facts.calls).toBe(calls);
    expect(await sender.results(fine, 'nucleic-acid-tests', batch(10))).toHaveLength(10);
  });

  test('a source that used all of its share is refused before its signature costs anything', async () => {
    await sender.results(small, 'nucleic-acid-tests', batch(100));
    const forged = { ...small, privateKey: fine.privateKey };
    const refused = await sender.records(forged, 'nucleic-acid-tests', batch(1));
    expect(refused.json().error.code).toBe('KAPOK_QUOTA');
  });
});
