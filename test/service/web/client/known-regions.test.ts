import {
  askableRegions,
  learnedRegions,
  REGIONS_KEPT,
  readKeptRegions,
  readRegions,
} from '../../../../service/web/client/known-regions';
import { RegionChoice, STAY_MS } from '../../../../service/web/client/region-choice';

const HEADER = 'a=a.origin.example.org;serving, b=b.origin.example.org;evacuated';

test('reads every region with its own name and standing', () => {
  expect(readRegions(HEADER)).toEqual([
    { region: 'a', origin: 'a.origin.example.org', standing: 'serving' },
    { region: 'b', origin: 'b.origin.example.org', standing: 'evacuated' },
  ]);
});

test.each([
  undefined,
  '',
  'a',
  'a=b',
  'a=https://evil/;serving',
  'a=evil.org/x;serving',
  'a=b.c;maybe',
])('leaves out what cannot be read: %s', (header) => {
  expect(readRegions(header)).toEqual([]);
});

test('keeps what is kept, whatever the storage holds', () => {
  const regions = readRegions(HEADER);
  expect(readKeptRegions(JSON.parse(JSON.stringify(regions)))).toEqual(regions);
  for (const kept of [undefined, null, {}, 'x', [null, 3, { region: 'a' }]]) {
    expect(readKeptRegions(kept)).toEqual([]);
  }
});

test('the newest word counts; who is not in it is asked last, evacuated ones never', () => {
  const known = readRegions(`${HEADER}, c=c.origin.example.org;serving`);
  const learned = learnedRegions(known, readRegions('d=d.origin.example.org;serving'));
  expect(askableRegions(learned, () => 0.5).map(({ region }) => region)).toEqual(['d', 'a', 'c']);
  expect(learnedRegions(known, [])).toBe(known);
});

test('keeps at most as many as an answer names', () => {
  const many = (from: number) =>
    readRegions(
      Array.from({ length: 20 }, (_, at) => `r${from + at}=r.o.example.org;serving`).join(','),
    );
  expect(learnedRegions(many(0), many(100))).toHaveLength(REGIONS_KEPT);
});

describe('the choice of a region', () => {
  let nowMs = 0;
  const choice = () =>
    new RegionChoice({
      now: () => nowMs,
      random: () => 0.5,
      known: readRegions(HEADER.replace('evacuated', 'serving')),
    });
  const order = (chosen: RegionChoice) =>
    chosen.places().map(({ region }) => region?.region ?? 'home');
  const word = (region: string, evacuated = false) => ({ region, evacuated, regions: [] });

  test('begins with the page’s own name, and never asks twice the region that it leads to', () => {
    const chosen = choice();
    chosen.answered({}, word('a'));
    expect(order(chosen)).toEqual(['home', 'b']);
  });

  test('stays with the region that answered, for a while, or until it does not', () => {
    const chosen = choice();
    chosen.answered({}, word('a'));
    const [, second] = chosen.places();
    chosen.answered(second ?? {}, word('b'));
    expect(order(chosen)[0]).toBe('b');
    nowMs += 1.4 * STAY_MS;
    expect(order(chosen)[0]).toBe('b');
    nowMs += 0.2 * STAY_MS;
    expect(order(chosen)[0]).toBe('home');
    chosen.answered(second ?? {}, word('b'));
    chosen.failed(second ?? {});
    expect(order(chosen)[0]).toBe('home');
  });

  test('leaves a region that says it is evacuated, and comes back when it serves again', () => {
    const chosen = choice();
    chosen.answered({}, word('a', true));
    expect(order(chosen)).toEqual(['b', 'home']);
    const [elsewhere] = chosen.places();
    chosen.answered(elsewhere ?? {}, {
      ...word('b'),
      regions: readRegions(HEADER.replace('evacuated', 'serving')),
    });
    nowMs += 2.1 * STAY_MS;
    expect(order(chosen)[0]).toBe('home');
  });
});
