import { citizenApp } from './citizen-app';
import type { FleetAppOptions, FleetContext, WholeFleetApp } from './fleet-context';
import { frontDoor } from './gate/front-door';
import { partnerApp } from './partner-app';
import { PersonKeys } from './people/person-key';
import { LocalCalendar } from './rules/local-calendar';

/**
 * The server of the process's fleet: all processes run one bundle, the environment says as what.
 */
export function buildFleetApp(options: FleetAppOptions): WholeFleetApp {
  const { pepper, part, ...shared } = options;
  const door = frontDoor(options);
  const context: FleetContext = {
    ...shared,
    ...door,
    personKeys: new PersonKeys(pepper),
    calendar: new LocalCalendar(options.config.timeZone),
  };
  const { admission, levels, gate } = door;
  const fleetApp =
    part.fleet === 'citizen' ? citizenApp(context, part.keyRings) : partnerApp(context);
  gate.open(fleetApp);
  return { ...fleetApp, parts: [...door.parts, ...fleetApp.parts], admission, levels, gate };
}
