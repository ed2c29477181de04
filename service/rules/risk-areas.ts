/** A district and the time in which a stay there counts. */
export interface RiskArea {
  /** Six digits of GB/T 2260. */
  readonly areaCode: string;
  /** ISO 8601. */
  readonly from: string;
  /** Absent: still a risk area. */
  readonly until?: string;
}

/**
 * Risk areas of the outbreaks of January 2022, as a seed for rehearsals. Authorities named streets
 * and compounds; whole districts are coarser, and the dates are those of the news, so this list is
 * no record of what was in force.
 */
export const SEED_RISK_AREAS: readonly RiskArea[] = [
  // Luohu and Longgang, Shenzhen: local cases from 7 January.
  { areaCode: '440303', from: '2022-01-06T16:00:00.000Z' },
  { areaCode: '440307', from: '2022-01-06T16:00:00.000Z' },
  // Jinnan, Tianjin: local cases from 8 January.
  { areaCode: '120112', from: '2022-01-07T16:00:00.000Z' },
  // Yanta, Xi'an: the outbreak of December 2021.
  { areaCode: '610113', from: '2021-12-15T16:00:00.000Z' },
];
