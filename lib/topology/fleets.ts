import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findTargetGroup, readLoadBalancer } from './load-balancers';
import type { Property, Resource } from './property';
import type { PlacedRecord } from './routing';
import { findLaunchData, readStandingFleet } from './standing-fleets';
import type { FleetTopology, ServiceTopology } from './topology';
import { parseUserData, SERVICE_ENVIRONMENT_FILE } from './user-data';

/** Reads one fleet: group, schedules, load balancer and the program its instances run. */
export function readFleet(
  group: Resource,
  name: string,
  records: readonly PlacedRecord[],
): FleetTopology {
  const targetGroup = findTargetGroup(group);
  const service = readService(findLaunchData(group).get('UserData'));
  const targetPort = targetGroup.get('Port');
  if (targetPort.number() !== service.port) {
    throw targetPort.unexpected(targetPort.text(), `${service.port}, where the service listens`);
  }
  return {
    ...readStandingFleet(group, name, records),
    loadBalancer: readLoadBalancer(targetGroup),
    service,
  };
}

function readService(userData: Property): ServiceTopology {
  const script = userData.text();
  const { environment, entry, archives } = parseUserData(script);
  if (environment === undefined || entry === undefined) {
    const got = environment === undefined ? 'no such here-document' : 'no such ExecStart';
    const allowed = `a here-document to ${SERVICE_ENVIRONMENT_FILE} and a unit whose ExecStart runs a JavaScript file`;
    throw userData.unexpected(got, allowed);
  }
  const unknown = Object.entries(environment).find(([, value]) => /[@$][{(]/.test(value));
  if (unknown !== undefined) {
    throw userData.unexpected(unknown.join('='), 'values that are known at synth');
  }
  const port = Number(environment.PORT);
  if (!Number.isInteger(port) || port <= 0) {
    throw userData.unexpected(`PORT=${environment.PORT}`, 'the port the service listens on');
  }
  return { bundleDirectory: findBundle(userData, archives, entry), entry, environment, port };
}

function findBundle(userData: Property, archives: readonly string[], entry: string): string {
  const { assetPaths, id } = userData.resource.stack;
  const bundle = archives
    .flatMap((archive) => assetPaths.get(archive) ?? [])
    .find((directory) => existsSync(join(directory, entry)));
  if (bundle !== undefined) return bundle;
  const got = archives.length === 0 ? 'no archive' : archives.join(', ');
  throw userData.unexpected(got, `an archive among the assets of ${id} that holds ${entry}`);
}
