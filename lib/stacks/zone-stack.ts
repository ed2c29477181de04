import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { dataRemovalPolicy } from '../constructs/data-retention';
import { PARTITIONS } from '../plan/partitions';
import type { Plan } from '../plan/plan';

/** Properties of a `ZoneStack`. */
export interface ZoneStackProps extends StackProps {
  readonly plan: Pick<Plan, 'domain' | 'partition' | 'sandbox'>;
}

/**
 * A public hosted zone of the plan's own, in a stack of its own: it is deployed alone and first, because
 * certificates are validated in the zone and wait for a delegation that only a person can make. All
 * other stacks take its id from the plan and never from here, so that they do not change with it and
 * nothing that is deployed later can replace it.
 */
export class ZoneStack extends Stack {
  constructor(scope: Construct, id: string, props: ZoneStackProps) {
    super(scope, id, props);
    const { domain, partition, sandbox } = props.plan;
    const { zoneName } = domain;
    const zone = new PublicHostedZone(this, 'Zone', {
      zoneName,
      // When Route 53's own region is impaired, records can be changed again within about an hour.
      ...(PARTITIONS[partition].hasAcceleratedRecovery && { acceleratedRecoveryEnabled: true }),
    });
    // A new zone gets other name servers, so losing one takes the names away until it is delegated again.
    zone.applyRemovalPolicy(dataRemovalPolicy(sandbox));
    new CfnOutput(this, 'HostedZoneId', {
      value: zone.hostedZoneId,
      description: 'Write it into the plan as domain.hostedZoneId, then deploy all stacks',
    });
    new CfnOutput(this, 'NameServers', {
      value: Fn.join(' ', zone.hostedZoneNameServers ?? []),
      description: `Before that, delegate ${zoneName} to these: an NS record in its parent zone`,
    });
  }
}
