import type { Domain, HostedDomain } from './plan';

/** The domain once its hosted zone exists; undefined while an own zone is still to be deployed. */
export function tryHostedDomain({ zoneName, hostedZoneId }: Domain): HostedDomain | undefined {
  return hostedZoneId === undefined ? undefined : { zoneName, hostedZoneId };
}
