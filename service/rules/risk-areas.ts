/** A district and the time in which a stay there counts. */
export interface RiskArea {
  /** Six digits of GB/T 2260. */
  readonly areaCode: string;
  /** ISO 8601. */
  readonly from: string;
  /** Absent: still a risk area. */
  readonly until?: string;
}

/** One version of the whole list: it takes the place of the version before. */
export interface RiskAreaSet {
  /** See `RULE_VERSION`; of those that have begun the highest holds. */
  readonly version: string;
  /** ISO 8601. */
  readonly effectiveFrom: string;
  readonly areas: readonly RiskArea[];
}

/** A list of risk areas by district. */
export class RiskAreaIndex {
  private readonly spans = new Map<string, { fromMs: number; untilMs: number }[]>();

  constructor(areas: readonly RiskArea[]) {
    for (const { areaCode, from, until } of areas) {
      const span = {
        fromMs: Date.parse(from),
        untilMs: until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until),
      };
      const spans = this.spans.get(areaCode);
      if (spans === undefined) this.spans.set(areaCode, [span]);
      else spans.push(span);
    }
  }

  /**
   * The last instant of a stay that was spent in what was a risk area then; undefined when there is
   * none. An area's `until` is the first instant at which it is none any more.
   */
  lastExposure(areaCode: string, enteredMs: number, leftMs: number): number | undefined {
    let last: number | undefined;
    for (const { fromMs, untilMs } of this.spans.get(areaCode) ?? []) {
      if (leftMs < fromMs || enteredMs >= untilMs) continue;
      const exposedMs = Math.min(leftMs, untilMs - 1);
      if (last === undefined || exposedMs > last) last = exposedMs;
    }
    return last;
  }
}

/**
 * Risk areas of the outbreaks of January 2022, as a seed for rehearsals. Authorities named streets
 * and compounds; whole districts are coarser, and the dates are those of the news, so this list is
 * no record of what was in force.
 */
export const SEED_RISK_AREAS: RiskAreaSet = {
  version: '2022-01-10.1',
  effectiveFrom: '2022-01-10T00:00:00.000Z',
  areas: [
    // Luohu and Longgang, Shenzhen: local cases from 7 January.
    { areaCode: '440303', from: '2022-01-06T16:00:00.000Z' },
    { areaCode: '440307', from: '2022-01-06T16:00:00.000Z' },
    // Jinnan, Tianjin: local cases from 8 January.
    { areaCode: '120112', from: '2022-01-07T16:00:00.000Z' },
    // Yanta, Xi'an: the outbreak of December 2021.
    { areaCode: '610113', from: '2021-12-15T16:00:00.000Z' },
  ],
};
