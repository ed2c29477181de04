import type { ChannelCaller } from '../channels/channel-caller';
import type { Routes } from '../http/routes';
import { StaffReading, type StaffReadingOptions } from './staff-reading';
import { lookUpRoute, READ_PAPER_ROUTE } from './staff-specs';

/** What the routes of staff need. */
export interface StaffRoutesOptions extends StaffReadingOptions {
  readonly routes: Routes<ChannelCaller | undefined>;
}

/** What staff may read of others. */
export function addStaff(options: StaffRoutesOptions): void {
  const { routes, clock } = options;
  const reading = new StaffReading(options);
  routes.add(lookUpRoute(clock), ({ caller, body }) => {
    const { purpose, ...identity } = body;
    return reading.lookUp(caller, identity, purpose);
  });
  routes.add(READ_PAPER_ROUTE, ({ caller, body }) => reading.readPaper(caller, body.paper));
}
