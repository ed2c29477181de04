import type { FleetCapacity } from '../../lib/plan/capacity-plan';
import type { FleetName } from '../../lib/plan/plan';
import type { SynthesizedPlan, TemplateResource } from './synthesized-plan';

/** A fleet of the plan fixture and where its template stands. */
export interface FleetPlace {
  readonly stack: string;
  readonly region: string;
  readonly fleet: FleetName;
  /** What the logical ids of its resources start with. */
  readonly prefix: string;
}

/** Every fleet of every region of the plan fixture. */
export const FLEETS: readonly FleetPlace[] = ['ap-southeast-1', 'ap-northeast-1'].flatMap(
  (region) =>
    (['citizen', 'partner'] as const).map((fleet) => ({
      stack: `Region-${region}`,
      region,
      fleet,
      prefix: fleet === 'citizen' ? 'Citizen' : 'Partner',
    })),
);

/** One fleet's part of its region's template. */
export class FleetView {
  constructor(
    private readonly made: SynthesizedPlan,
    private readonly place: FleetPlace,
  ) {}

  /** The only resource of a type whose logical id continues the fleet's prefix like this. */
  only(type: string, part: string): TemplateResource {
    return this.made.only(this.place.stack, type, `${this.place.prefix}${part}`);
  }

  group(): TemplateResource {
    return this.only('AWS::AutoScaling::AutoScalingGroup', 'Fleet');
  }

  /** `LaunchTemplateData`. */
  // biome-ignore lint/suspicious/noExplicitAny: templates are asserted as the data they are
  launch(): any {
    return this.only('AWS::EC2::LaunchTemplate', 'Launch').Properties.LaunchTemplateData;
  }

  capacity(): FleetCapacity {
    const { region, fleet } = this.place;
    const own = this.made.capacity.regions.find((one) => one.region === region);
    const found = own?.fleets.find((one) => one.fleet === fleet);
    if (found === undefined) throw new Error(`no capacity for ${fleet} in ${region}`);
    return found;
  }
}
