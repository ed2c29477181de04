import type { SynthesizedPlan } from './synthesized-plan';

/** Properties of one resource of the routing stack. */
// biome-ignore lint/suspicious/noExplicitAny: templates are asserted as the data they are
type Properties = any;

const ZONE = 'code.example.org';

/** The routing stack of a plan, read by names and regions instead of logical ids. */
export class RoutingView {
  constructor(private readonly plan: SynthesizedPlan) {}

  /** The `HealthCheckConfig` of each check by logical id. */
  checks(): Record<string, Properties> {
    const found = this.plan.resources('Routing', 'AWS::Route53::HealthCheck');
    return Object.fromEntries(
      Object.entries(found).map(([id, resource]) => [id, resource.Properties.HealthCheckConfig]),
    );
  }

  /** The records under a label of the zone, references replaced by what they lead to. */
  records(label: string): Record<string, unknown>[] {
    return this.plan
      .resourceList('Routing', 'AWS::Route53::RecordSet')
      .filter(({ Properties }) => Properties.Name === `${label}.${ZONE}.`)
      .map(({ Properties }) => this.readable(Properties));
  }

  /** Labels of all records, each once. */
  labels(): string[] {
    const names = this.plan
      .resourceList('Routing', 'AWS::Route53::RecordSet')
      .map(({ Properties }) => Properties.Name.replace(`.${ZONE}.`, ''));
    return [...new Set<string>(names)].sort();
  }

  /** Logical id of the check that stands for a region: the calculated one tagged with its name. */
  inServiceRef(region: string): string {
    const found = Object.entries(this.plan.resources('Routing', 'AWS::Route53::HealthCheck'))
      .filter(([, { Properties }]) => Properties.HealthCheckConfig.Type === 'CALCULATED')
      .filter(([, { Properties }]) => nameOf(Properties) === `${region} is in service`);
    if (found.length !== 1) throw new Error(`${found.length} checks stand for ${region}`);
    return String(found[0]?.[0]);
  }

  private readable({ AliasTarget, HealthCheckId, ...others }: Properties) {
    return {
      ...others,
      AliasTarget: {
        ...AliasTarget,
        DNSName: this.target(AliasTarget.DNSName),
        HostedZoneId: this.target(AliasTarget.HostedZoneId),
      },
      ...(HealthCheckId !== undefined && { HealthCheckId: HealthCheckId.Ref }),
    };
  }

  /** `<region> <door>` of a load balancer, the name of a record, or a text as it is. */
  private target(value: Properties): string {
    if (typeof value === 'string') return value;
    if (value.Ref !== undefined) {
      return this.plan.resources('Routing', 'AWS::Route53::RecordSet')[value.Ref]?.Properties.Name;
    }
    const joined = value['Fn::Join']?.[1] ?? ['', value];
    const { Region, OutputName } = joined[1]['Fn::GetStackOutput'];
    const door = /(Citizen|Partner)DoorLoadBalancer/.exec(OutputName)?.[1];
    const attribute = /DNSName|CanonicalHostedZoneID/.exec(OutputName)?.[0];
    return `${joined[0]}${Region} ${door} ${attribute}`;
  }
}

function nameOf(properties: Properties): string | undefined {
  const tags: { Key: string; Value: string }[] = properties.HealthCheckTags ?? [];
  return tags.find(({ Key }) => Key === 'Name')?.Value;
}

/** What an alias to a load balancer looks like. */
export function doorOf(region: string, door: 'Citizen' | 'Partner', EvaluateTargetHealth: boolean) {
  return {
    DNSName: `dualstack.${region} ${door} DNSName`,
    HostedZoneId: `${region} ${door} CanonicalHostedZoneID`,
    EvaluateTargetHealth,
  };
}
