import type { RegionState } from '../evacuation/control-items';
import { type ControlView, HEARTBEAT_LIFE_SECONDS } from '../evacuation/decisions';

/** A region that lives, as answers tell of it. */
export interface KnownRegion {
  readonly region: string;
  /** Name under which it alone is reached. */
  readonly origin: string;
  readonly state: RegionState;
}

/** Anything else could not stand in a header, and would make every answer fail. */
const TELLABLE = /^[\w.-]{1,253}$/;

/** The regions that live, this one first: what it says of itself is newer than its heartbeat. */
export function knownRegions(
  { heartbeats }: ControlView,
  own: KnownRegion,
  nowMs: number,
): KnownRegion[] {
  const others = heartbeats
    .filter(({ region, atMs }) => {
      const isYoung = Math.abs(nowMs - atMs) < HEARTBEAT_LIFE_SECONDS * 1000;
      return isYoung && region !== own.region;
    })
    .filter(({ region, originName }) => TELLABLE.test(region) && TELLABLE.test(originName))
    .map(({ region, originName, state }) => ({ region, origin: originName, state }))
    .sort((a, b) => (a.region < b.region ? -1 : 1));
  return [own, ...others];
}
