import { closedLoad } from './closed-load';
import { type LoadPeople, makePeople } from './load-people';
import type { ClosedLoad, LoadSetup, OpenLoad } from './load-protocol';
import { openLoad } from './open-load';

/**
 * A process that asks the service as many phones do, beside the process that is measured.
 */

let people: LoadPeople;

process.on('message', async (told: LoadSetup | ClosedLoad | OpenLoad) => {
  if (told.type === 'setup') {
    people = makePeople(told);
    process.send?.({ type: 'ready' });
  } else {
    process.send?.(await (told.type === 'closed' ? closedLoad : openLoad)(told as never, people));
  }
});
process.on('disconnect', () => process.exit(0));
