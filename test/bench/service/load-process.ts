import { type LoadPeople, makePeople } from './load-people';
import type { ClosedLoad, LoadReport, LoadSetup, OpenLoad } from './load-protocol';
import { StreamTally } from './stream-tally';
import { WireConnection } from './wire-connection';

/**
 * A process that asks the service as many phones do, beside the process that is measured.
 */

let people: LoadPeople;

/** Where the next request goes on; people are asked for in turn, so that each comes once a round. */
let nextPerson = 0;

async function closed(load: ClosedLoad): Promise<LoadReport> {
  const tally = new StreamTally(load.question);
  const began = performance.now();
  const endAt = load.seconds === undefined ? Infinity : began + load.seconds * 1000;
  let left = load.requests ?? Infinity;
  await Promise.all(
    Array.from({ length: load.connections }, () => {
      const connection = new WireConnection(load.port);
      return new Promise<void>((resolve) => {
        const next = (): void => {
          if (left <= 0 || performance.now() >= endAt) {
            connection.close();
            resolve();
            return;
          }
          left -= 1;
          tally.arrive();
          tally.attempt();
          const person = nextPerson++ % people.count;
          connection.send(people.requestOf(person, load.question), (answer) => {
            tally.answer(answer);
            next();
          });
        };
        next();
      });
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  return { type: 'report', seconds, tallies: [tally.report()], servedBySecond: [] };
}

/** How often arrivals of the past moment are sent. */
const TICK_MS = 2;

async function open(load: OpenLoad): Promise<LoadReport> {
  const idle = Array.from(
    { length: load.connections },
    () => new WireConnection(load.port, load.timeoutMs),
  );
  const all = [...idle];
  const tallies = load.streams.map(({ name }) => new StreamTally(name));
  const servedBySecond: number[] = [];
  const began = performance.now();
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;

  const attempt = (stream: number, person: number, tries: number): void => {
    const tally = tallies[stream]!;
    const { question } = load.streams[stream]!;
    let connection = idle.pop();
    if (connection === undefined) {
      connection = new WireConnection(load.port, load.timeoutMs);
      all.push(connection);
    }
    const used = connection;
    tally.attempt();
    used.send(people.requestOf(person, question), (answer) => {
      idle.push(used);
      const now = performance.now();
      if (answer.status === 200 && stream === 0) {
        const second = Math.floor((now - began) / 1000);
        servedBySecond[second] = (servedBySecond[second] ?? 0) + 1;
      }
      tally.answer(answer);
      const again = answer.status !== 200 && tries + 1 < load.attempts;
      if (again) setTimeout(attempt, load.retryMs, stream, person, tries + 1);
      else underWay -= 1;
    });
  };

  await new Promise<void>((resolve) => {
    const due = load.streams.map(() => 0);
    const counts = load.streams.map((_, at) => at * 7919);
    timer = setInterval(() => {
      const elapsed = (performance.now() - began) / 1000;
      if (elapsed >= load.seconds) {
        if (underWay === 0 || elapsed >= load.seconds + 10) resolve();
        return;
      }
      load.streams.forEach((stream, at) => {
        while ((due[at] ?? 0) <= elapsed) {
          // Exponential gaps: Poisson arrivals.
          due[at] = (due[at] ?? 0) - Math.log(1 - Math.random()) / stream.ratePerSecond;
          counts[at] = (counts[at] ?? 0) + 1;
          underWay += 1;
          tallies[at]!.arrive();
          attempt(at, people.personOf(counts[at] ?? 0, stream.channel), 0);
        }
      });
    }, TICK_MS);
  });
  clearInterval(timer);
  for (const connection of all) connection.close();
  const seconds = (performance.now() - began) / 1000;
  const filled = Array.from(servedBySecond, (count) => count ?? 0);
  return {
    type: 'report',
    seconds,
    tallies: tallies.map((tally) => tally.report()),
    servedBySecond: filled,
  };
}

process.on('message', async (told: LoadSetup | ClosedLoad | OpenLoad) => {
  if (told.type === 'setup') {
    people = makePeople(told);
    process.send?.({ type: 'ready' });
  } else {
    process.send?.(await (told.type === 'closed' ? closed(told) : open(told)));
  }
});
process.on('disconnect', () => process.exit(0));
