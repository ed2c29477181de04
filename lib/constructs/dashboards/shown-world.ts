import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { CheckedRegion } from '../alarms/health-check-alarms';

/** A region as the dashboard across regions shows it. */
export interface ShownRegion extends CheckedRegion {
  readonly citizen: ApplicationLoadBalancer;
  readonly partner: ApplicationLoadBalancer;
}

/** What the rows across regions are about. */
export interface ShownWorld {
  readonly planName: string;
  readonly channels: readonly string[];
  readonly regions: readonly ShownRegion[];
}

/** The fleets of every region. */
export const FLEETS = ['citizen', 'partner'] as const;

/** The names of all regions. */
export function names({ regions }: ShownWorld): readonly string[] {
  return regions.map(({ region }) => region);
}

/** Each region with each other one. */
export function pairs(world: ShownWorld): readonly (readonly [string, string])[] {
  const all = names(world);
  return all.flatMap((from) => all.filter((to) => to !== from).map((to) => [from, to] as const));
}

/** One metric for each region and name, labelled with both. */
export function eachRegion<Name extends string>(
  world: ShownWorld,
  subjects: readonly Name[],
  make: (region: string, name: Name) => cloudwatch.Metric,
): cloudwatch.Metric[] {
  return names(world).flatMap((region) =>
    subjects.map((name) => make(region, name).with({ label: `${region} ${name}` })),
  );
}

/** One metric of the load balancer of each fleet in each region. */
export function loadBalancers(
  { regions }: ShownWorld,
  metricName: string,
  statistic: string,
): cloudwatch.Metric[] {
  return regions.flatMap((shown) =>
    FLEETS.map(
      (fleet) =>
        new cloudwatch.Metric({
          namespace: 'AWS/ApplicationELB',
          metricName,
          dimensionsMap: { LoadBalancer: shown[fleet].loadBalancerFullName },
          statistic,
          region: shown.region,
          label: `${shown.region} ${fleet}`,
        }),
    ),
  );
}
