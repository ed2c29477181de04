import { type Partition, Partitions } from '../../../service/admission/partitions';

const OTHERS = ['a', 'b', 'c'];

/** Asks and gets of 3 s, spread evenly; each place is held for 6 ms. */
function crowd(rates: Readonly<Record<string, readonly [asks: number, gets: number]>>) {
  const partitions = new Partitions(
    Object.keys(rates).map((name) => ({ name })),
    0,
  );
  const held: { readonly at: number; readonly partition: Partition }[] = [];
  for (let ms = 0; ms < 3_000; ms += 1) {
    while ((held[0]?.at ?? Infinity) <= ms) held.shift()?.partition.give(ms);
    for (const [name, [asks, gets]] of Object.entries(rates)) {
      const partition = partitions.of(name);
      times(asks, ms, () => partition.ask(ms));
      times(gets, ms, () => {
        partition.take(ms);
        held.push({ at: ms + 6, partition });
      });
    }
  }
  return (name: string) => partitions.mustMakeRoom(partitions.of(name), 3_000);
}

/** Does it as often as a rate a second has it in this millisecond. */
function times(rate: number, ms: number, act: () => void): void {
  const until = Math.floor(((ms + 1) * rate) / 1_000);
  for (let nth = Math.floor((ms * rate) / 1_000); nth < until; nth += 1) act();
}

test('beside a channel that gets little, who asks for his own share need not stand back', () => {
  const makesRoom = crowd({
    little: [190, 47],
    ...Object.fromEntries(OTHERS.map((name) => [name, [310, 310]] as const)),
  });
  for (const name of OTHERS) expect(makesRoom(name)).toBe(false);
});

test('where nearly all flood, each of them stands back for the one that does not', () => {
  const makesRoom = crowd({
    ...Object.fromEntries(OTHERS.map((name) => [name, [4_000, 450]] as const)),
    quiet: [200, 200],
  });
  for (const name of OTHERS) expect(makesRoom(name)).toBe(true);
  expect(makesRoom('quiet')).toBe(false);
});

test('a crowd of which nobody asks for more than the others makes room for nobody', () => {
  const makesRoom = crowd(Object.fromEntries(OTHERS.map((name) => [name, [2_000, 500]] as const)));
  for (const name of OTHERS) expect(makesRoom(name)).toBe(false);
});
