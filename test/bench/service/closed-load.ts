import type { LoadPeople } from './load-people';
import type { ClosedLoad, LoadReport } from './load-protocol';
import { StreamTally } from './stream-tally';
import { WireConnection } from './wire-connection';

/** Before somebody who was refused asks again. */
const INSISTING_MS = 10;

/** Asks one question after the other on each connection. */
export async function closedLoad(load: ClosedLoad, people: LoadPeople): Promise<LoadReport> {
  const tally = new StreamTally(load.question);
  const began = performance.now();
  const endAt = load.seconds === undefined ? Infinity : began + load.seconds * 1000;
  const connections = Array.from({ length: load.connections }, () => new WireConnection(load.port));
  let left = load.requests ?? Infinity;
  let nth = load.from;
  const ask = (connection: WireConnection, request: Buffer, done: () => void): void => {
    tally.attempt();
    connection.send(request, (answer) => {
      tally.answer(answer, 0);
      if (load.insists && answer.status !== 200) {
        // Not at once: what a refusal costs is not what is measured here.
        setTimeout(() => ask(connection, request, done), INSISTING_MS);
      } else askOn(connection, done);
    });
  };
  const askOn = (connection: WireConnection, done: () => void): void => {
    if (left <= 0 || performance.now() >= endAt) {
      done();
      return;
    }
    left -= 1;
    tally.arrive(0);
    ask(connection, people.requestOf(people.personOf(nth++, undefined), load.question), done);
  };
  await Promise.all(
    connections.map((connection) => new Promise<void>((done) => askOn(connection, done))),
  );
  for (const connection of connections) connection.close();
  return {
    type: 'report',
    seconds: (performance.now() - began) / 1000,
    tallies: [tally.report()],
    p99Ms: tally.report().p99Ms,
  };
}
