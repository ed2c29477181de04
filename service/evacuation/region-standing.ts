import type { IClock } from '../clock';
import type { RegionState } from './control-items';
import {
  type ControlView,
  type Observer,
  obeysOwnEvacuation,
  speaksFor,
  stateOf,
} from './decisions';

/** What a `RegionStanding` needs. */
export interface RegionStandingOptions {
  readonly region: string;
  readonly control: { readonly view: ControlView };
  readonly clock: IClock;
}

/** What this region says at this moment, of itself and of others. */
export class RegionStanding {
  constructor(private readonly options: RegionStandingOptions) {}

  /** What the heartbeat says. */
  state(): RegionState {
    return stateOf(this.options.control.view, this.observer());
  }

  /** Whether the region has left service on its own evacuation. */
  hasLeft(): boolean {
    return obeysOwnEvacuation(this.options.control.view, this.observer());
  }

  /** Whether this region says that another one is evacuated. */
  speaksFor(region: string): boolean {
    return speaksFor(this.options.control.view, this.observer(), region);
  }

  private observer(): Observer {
    const { region, clock } = this.options;
    return { region, nowMs: clock.now() };
  }
}
