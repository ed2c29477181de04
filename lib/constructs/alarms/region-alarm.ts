import type { AlarmKind } from './alarm-kind';

/** Something in a region needs a person at once. */
export const REGION_UNWELL: AlarmKind = {
  id: 'region-unwell',
  severity: 'page',
  meaning: 'at least one alarm of this region needs a person at once',
  heading: 'Region unwell',
  places: ['Region'],
};
