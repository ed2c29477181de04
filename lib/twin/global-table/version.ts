/** When and where an item was last written; unique, because a region never issues one twice. */
export interface Version {
  /** Microseconds of twin time since the epoch: fine enough for a million writes a second. */
  readonly timestampUs: number;
  readonly region: string;
}

/** Whether `version` wins over `other`: the later timestamp, then the greater region name. */
export function isNewer(version: Version, other: Version | undefined): boolean {
  if (other === undefined) return true;
  if (version.timestampUs !== other.timestampUs) return version.timestampUs > other.timestampUs;
  return version.region > other.region;
}

/** Whether both name the same write. */
export function isSameVersion(version: Version, other: Version | undefined): boolean {
  return version.timestampUs === other?.timestampUs && version.region === other.region;
}

/**
 * Issues the versions of one region: they follow its clock, never stand still, and are always later
 * than every version seen from elsewhere, so a write made on top of a replicated item beats it.
 */
export class VersionClock {
  constructor(
    private readonly region: string,
    private readonly nowMs: () => number,
    private lastUs = 0,
  ) {}

  /** The latest timestamp issued or seen; a restarted region goes on from here. */
  get highWaterUs(): number {
    return this.lastUs;
  }

  /** A version later than all before. */
  next(): Version {
    this.lastUs = Math.max(Math.floor(this.nowMs() * 1000), this.lastUs + 1);
    return { timestampUs: this.lastUs, region: this.region };
  }

  /** Takes note of another region's version. */
  observe(version: Version): void {
    this.lastUs = Math.max(this.lastUs, version.timestampUs);
  }
}
