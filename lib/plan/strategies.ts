import type { RegionRole } from './capacity-plan';
import type { StrategyName } from './plan';

/** What a strategy makes of one region. */
export interface RegionPart {
  readonly role: RegionRole;
  /** Multiple of the floor the region holds all the time: 1 carries it all, 0 holds no instance. */
  readonly share: number;
}

/** What a strategy makes of the first region of the plan and of every other one. */
export interface Strategy {
  readonly first: RegionPart;
  readonly others: RegionPart;
  /** Regions the plan must name at least. */
  readonly minimumRegions: number;
}

/** Part of the floor a warm standby holds: it answers at once, and grows fourfold to take over. */
export const WARM_STANDBY_SHARE = 0.25;

const ACTIVE: RegionPart = { role: 'active', share: 1 };

/** The five presets; a strategy sets each region's role and share and nothing else. */
export const STRATEGIES: Readonly<Record<StrategyName, Strategy>> = {
  'single-region': { first: ACTIVE, others: { role: 'absent', share: 0 }, minimumRegions: 1 },
  'backup-restore': { first: ACTIVE, others: { role: 'backup', share: 0 }, minimumRegions: 2 },
  'pilot-light': { first: ACTIVE, others: { role: 'standby', share: 0 }, minimumRegions: 2 },
  'warm-standby': {
    first: ACTIVE,
    others: { role: 'standby', share: WARM_STANDBY_SHARE },
    minimumRegions: 2,
  },
  'active-active': { first: ACTIVE, others: ACTIVE, minimumRegions: 2 },
};

/** The part of the region at `index` of the plan's list. */
export function regionPart(strategy: StrategyName, index: number): RegionPart {
  return index === 0 ? STRATEGIES[strategy].first : STRATEGIES[strategy].others;
}
