import type { Assembly } from './assembly';
import { resourcesOf } from './property';

/** One interface endpoint, which costs by the hour in each zone it stands in. */
export interface InterfaceEndpoint {
  readonly region: string;
  /** Last part of the service's name, for example `secretsmanager`. */
  readonly service: string;
  readonly zones: number;
}

/** Reads the interface endpoints of all stacks. */
export function readInterfaceEndpoints(assembly: Assembly): readonly InterfaceEndpoint[] {
  return resourcesOf(assembly, 'AWS::EC2::VPCEndpoint')
    .filter((endpoint) => endpoint.tryGet('VpcEndpointType')?.text() === 'Interface')
    .map((endpoint) => ({
      region: endpoint.stack.region,
      service: endpoint.get('ServiceName').text().replace(/^.*\./, ''),
      zones: endpoint.tryGet('SubnetIds')?.items().length ?? 0,
    }));
}
