import { askableRegions, type KnownRegion, learnedRegions } from './known-regions';

/** Where a request goes: to the name the page came from, which DNS leads somewhere, or to one region. */
export interface Place {
  /** Absent: the page's own name. */
  readonly region?: KnownRegion;
}

/**
 * How long a phone stays with a region it changed to, at least; at most twice as long. Ten times the
 * 60 s that DNS takes to lead elsewhere, so a region that comes and goes moves a phone six times an
 * hour at most.
 */
export const STAY_MS = 10 * 60_000;

/** What `RegionChoice` needs. */
export interface RegionChoiceOptions {
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Regions known from before. */
  readonly known: readonly KnownRegion[];
}

/** What an answer says about regions. */
export interface RegionWord {
  /** Who answered. */
  readonly region: string;
  readonly evacuated: boolean;
  readonly regions: readonly KnownRegion[];
}

/** Knows which region to ask first, and which then. */
export class RegionChoice {
  private regions: readonly KnownRegion[];
  /** The region that the page's own name led to last. */
  private home: string | undefined;
  private preferred: { readonly region: string; readonly untilMs: number } | undefined;

  constructor(private readonly options: RegionChoiceOptions) {
    this.regions = options.known;
  }

  /** All that is known, to be kept. */
  get known(): readonly KnownRegion[] {
    return this.regions;
  }

  /** Places in the order in which they are worth asking; the page's own name is always among them. */
  places(): readonly Place[] {
    const askable = askableRegions(this.regions, this.options.random);
    const preferred = askable.find(({ region }) => region === this.preferredRegion());
    const others = askable.filter(
      ({ region }) => region !== preferred?.region && region !== this.home,
    );
    const elsewhere = others.map((region) => ({ region }));
    if (preferred !== undefined) return [{ region: preferred }, ...elsewhere, {}];
    const leave = this.isEvacuated(this.home) && others.length > 0;
    return leave ? [...elsewhere, {}] : [{}, ...elsewhere];
  }

  /** An answer came; one that the page's own name did not give makes its region the preferred one. */
  answered({ region }: Place, word: RegionWord): void {
    this.regions = learnedRegions(this.regions, word.regions);
    if (word.evacuated) this.mark(word.region);
    if (region === undefined) this.home = word.region;
    if (word.evacuated) this.forget(word.region);
    else if (region !== undefined) this.prefer(word.region);
  }

  /** Nothing came. */
  failed({ region }: Place): void {
    if (region !== undefined) this.forget(region.region);
  }

  private prefer(region: string): void {
    if (this.preferredRegion() === region) return;
    const { now, random } = this.options;
    this.preferred = { region, untilMs: now() + STAY_MS * (1 + random()) };
  }

  private forget(region: string): void {
    if (this.preferred?.region === region) this.preferred = undefined;
  }

  private preferredRegion(): string | undefined {
    if (this.preferred === undefined) return undefined;
    if (this.options.now() >= this.preferred.untilMs) this.preferred = undefined;
    return this.preferred?.region;
  }

  private mark(name: string): void {
    this.regions = this.regions.map((known) =>
      known.region === name ? { ...known, standing: 'evacuated' } : known,
    );
  }

  private isEvacuated(name: string | undefined): boolean {
    return this.regions.some(({ region, standing }) => region === name && standing === 'evacuated');
  }
}
