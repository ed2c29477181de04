import { CampaignCalendar, type CampaignFloor } from './campaign-calendar';
import type { DeployFreeze, ScheduledReservation } from './capacity-plan';
import { DAY_MINUTES } from './local-time';
import type { Campaign } from './plan';

// Nothing weekly moves what is set here, so a campaign has only its own level to hold.
const NO_WEEK: readonly number[] = new Array<number>(DAY_MINUTES).fill(0);

/** What the reservations of one load balancer are made from. */
export interface ReservationOptions {
  /** Campaigns with the capacity units that carry them as their floor. */
  readonly campaigns: readonly CampaignFloor[];
  /** Units that stay reserved outside campaigns. */
  readonly weeklyUnits: number;
  readonly leadHours: number;
}

/**
 * When a load balancer's reserved units are raised for campaigns, and when they fall back to those of
 * the week. A campaign that the week's units carry changes nothing.
 */
export function scheduledReservations(
  options: ReservationOptions,
): readonly ScheduledReservation[] {
  const { campaigns, weeklyUnits, leadHours } = options;
  const higher = campaigns.filter(({ floor }) => floor > weeklyUnits);
  const calendar = new CampaignCalendar(higher, leadHours * 60, NO_WEEK);
  const raises = calendar.raises().map(({ minSize, ...moment }) => ({
    ...moment,
    capacityUnits: minSize,
  }));
  const releases = calendar.releases().map((moment) => ({ ...moment, capacityUnits: weeklyUnits }));
  return [...raises, ...releases];
}

/**
 * When releases stay away: from the lead time of a campaign to its end. A release sets MinSize, which
 * is the week's, while the campaign needs more.
 */
export function deployFreeze(campaigns: readonly Campaign[], leadMinutes: number): DeployFreeze {
  const frozen = campaigns.map((campaign) => ({ ...campaign, floor: 1 }));
  const calendar = new CampaignCalendar(frozen, leadMinutes, NO_WEEK);
  const closes = calendar.raises().map(({ name, recurrence }) => ({ name, recurrence }));
  return { closes, opens: calendar.releases() };
}
